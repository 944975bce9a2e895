using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding.Features;

/// <summary>The studio's encode jobs, newest first.</summary>
internal static partial class ListJobs
{
    internal static void Map(IEndpointRouteBuilder jobs) => jobs.MapGet("", Handle);

    internal static async Task<Results<Ok<Page<JobView>>, ValidationProblem>> Handle(
        EnumName<JobStatus>? status, Guid? contentId, string? query, int? page, int? limit, EncodingDbContext db, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var jobs = db.Jobs.AsNoTracking().Where(job => !job.Discarded);
        if (status is { Value: var wanted })
        {
            jobs = jobs.Where(job => job.Status == wanted);
        }

        if (contentId is not null)
        {
            jobs = jobs.Where(job => job.ContentId == contentId);
        }

        if (!string.IsNullOrWhiteSpace(query))
        {
            var pattern = $"%{LikeCharacters().Replace(query.Trim(), @"\$0")}%";
            jobs = jobs.Where(job => EF.Functions.ILike(job.Title, pattern) || EF.Functions.ILike(job.FileName!, pattern));
        }

        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var total = await jobs.CountAsync(cancel);
        var found = await jobs.OrderByDescending(job => job.JobId).Skip((number - 1) * size).Take(size).ToListAsync(cancel); // uuid v7: by time
        return TypedResults.Ok(new Page<JobView>(await JobView.ReadAsync(db, found, detailed: false, cancel), total, number, size));
    }

    [GeneratedRegex(@"[\\%_]")]
    private static partial Regex LikeCharacters();
}
