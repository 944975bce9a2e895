using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.ServiceDefaults.Region;

namespace Netflix.ServiceDefaults;

/// <summary>Names of the authorisation policies; a route without one needs a signed-in account.</summary>
public static class Policies
{
    public const string Studio = "studio";
    public const string Admin = "admin";

    public static void AddTo(AuthorizationOptions options)
    {
        options.AddPolicy(Studio, policy => policy.RequireRole("studio", "admin"));
        options.AddPolicy(Admin, policy => policy.RequireRole("admin"));

        // Every route that says nothing needs a signed-in account. What is no route (an unknown path, a wrong method or
        // content type) is answered as that, 404, 405 or 415, to anybody.
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(context =>
            context.User.Identity is { IsAuthenticated: true } ||
            (context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)).Build();
    }
}

/// <summary>Marks routes that act for a profile, for the API document.</summary>
public sealed class ProfileNeeded;

/// <summary>Who makes the request: the account by its token, the profile by its header, and the region by its address.</summary>
public static class RequestIdentity
{
    public const string DeviceClaim = "device";

    public static Guid AccountId(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!);

    public static Guid DeviceId(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(DeviceClaim)!);

    /// <summary>The viewer of a route marked with <see cref="RequireProfile"/>.</summary>
    public static Viewer Viewer(this HttpContext http) =>
        http.Features.Get<Viewer>() ?? throw new InvalidOperationException("The route lacks RequireProfile().");

    /// <summary>Takes the <c>Profile-Id</c> header, or the route's <c>profileId</c>; 400 without one, 404 for another account's, 403 while its PIN is missing.</summary>
    public static TBuilder RequireProfile<TBuilder>(this TBuilder routes) where TBuilder : IEndpointConventionBuilder =>
        routes.RequireAuthorization().WithMetadata(new ProfileNeeded()).AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var text = http.GetRouteValue("profileId")?.ToString() ?? http.Request.Headers["Profile-Id"].ToString();
            if (!Guid.TryParse(text, out var profileId))
            {
                return Problems.Invalid("Profile-Id", "Name the profile in the Profile-Id header: one of GET /profiles.");
            }

            var viewers = http.RequestServices.GetRequiredService<IViewers>();
            if (await viewers.FindAsync(http.User.AccountId(), profileId, http.RequestAborted) is not { } viewer)
            {
                return TypedResults.Problem("The account has no such profile.", statusCode: StatusCodes.Status404NotFound);
            }

            if (viewer.HasPin && !await viewers.IsUnlockedAsync(http.User.DeviceId(), profileId, http.RequestAborted))
            {
                return Problems.Refused("profileLocked", "The profile has a PIN: give it to POST /profiles/{profileId}/unlock first.");
            }

            http.Features.Set(http.RequestServices.GetRequiredService<Regions>().Of(http).Of(viewer));
            return await next(context);
        });
}
