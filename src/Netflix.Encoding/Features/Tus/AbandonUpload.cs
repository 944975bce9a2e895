using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Encoding.Uploads;

namespace Netflix.Encoding.Features.Tus;

/// <summary>Ends an upload and deletes what came of it.</summary>
internal static class AbandonUpload
{
    internal static void Map(IEndpointRouteBuilder uploads) => uploads.MapDelete("/{uploadId:guid}", Handle).Produces(204).ProducesProblem(409);

    internal static async Task<IResult> Handle(Guid uploadId, EncodingDbContext db, UploadReceiver receiver, CancellationToken cancel)
    {
        if (await db.Uploads.AsNoTracking().FirstOrDefaultAsync(upload => upload.UploadId == uploadId, cancel) is not { } upload)
        {
            return TusProtocol.Refuse(404, "There is no such upload.");
        }

        if (upload.JobId is not null || !await receiver.DeleteAsync(uploadId, cancel))
        {
            return TusProtocol.Refuse(409, "The upload is finished: cancel its job instead.");
        }

        return TypedResults.NoContent();
    }
}
