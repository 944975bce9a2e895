using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Netflix.ServiceDefaults;

/// <summary>The revision of what is edited, as ETag, and edits that name the one they are of (<c>If-Match</c>).</summary>
public static class Revision
{
    public static EntityTagHeaderValue TagOf(object revision) => new($"\"{revision}\"");

    /// <summary>Why the edit is not of this revision: 400 for an If-Match that cannot be read, 412 for another; null when it is, or names none.</summary>
    /// <param name="changed">The sentence of 412.</param>
    public static ProblemHttpResult? Refusal(string? ifMatch, EntityTagHeaderValue current, string changed)
    {
        if (ifMatch is null)
        {
            return null;
        }

        if (!EntityTagHeaderValue.TryParseStrictList([ifMatch], out var wanted))
        {
            return TypedResults.Problem("If-Match holds ETags in quotes, as answered before, or '*'.", statusCode: StatusCodes.Status400BadRequest);
        }

        return wanted.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(current, useStrongComparison: true))
            ? null
            : TypedResults.Problem(changed, statusCode: StatusCodes.Status412PreconditionFailed);
    }
}
