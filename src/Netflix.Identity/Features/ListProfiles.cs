using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>Lists the account's profiles, the oldest first.</summary>
internal static class ListProfiles
{
    internal static void Map(IEndpointRouteBuilder profiles) =>
        profiles.MapGet("", Handle).RequireAuthorization().WithSummary("The account's profiles").ProducesProblem(401);

    internal static async Task<Results<Ok<Page<ProfileView>>, ValidationProblem>> Handle(
        ClaimsPrincipal user, IdentityDbContext db, CancellationToken cancel, int? page = null, int? limit = null)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var accountId = user.AccountId();
        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var all = await db.Profiles.AsNoTracking().Where(profile => profile.AccountId == accountId).OrderBy(profile => profile.ProfileId).ToListAsync(cancel);
        var items = all.Skip((number - 1) * size).Take(size).Select(ProfileView.Of).ToList();
        return TypedResults.Ok(new Page<ProfileView>(items, all.Count, number, size));
    }
}
