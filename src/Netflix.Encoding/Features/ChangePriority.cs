using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding.Features;

/// <summary>Lets a job go before others, or after them; what runs already is finished.</summary>
internal static class ChangePriority
{
    private const int Highest = 10;

    internal sealed record Request(int? Priority);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Priority)
            .NotNull().WithMessage("Name the priority.")
            .InclusiveBetween(-Highest, Highest).WithMessage($"Write a whole number from {-Highest} to {Highest}; 0 is usual, and higher goes first.");
    }

    internal static void Map(IEndpointRouteBuilder jobs) =>
        jobs.MapPatch("/{jobId:guid}", Handle).Validate<Request>().ProducesProblem(404).ProducesProblem(409).WithSummary("Change a job's priority");

    internal static async Task<Results<Ok<JobView>, ProblemHttpResult>> Handle(Guid jobId, Request request, EncodingDbContext db, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockJobAsync(jobId, cancel) is not { Discarded: false } job)
        {
            return JobView.NoSuchJob();
        }

        if (!job.IsActive)
        {
            return TypedResults.Problem($"The job has ended: it is {job.Status.ToString().ToLowerInvariant()}.", statusCode: StatusCodes.Status409Conflict);
        }

        job.Prioritise(request.Priority!.Value);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok((await JobView.FindAsync(db, jobId, cancel))!);
    }
}
