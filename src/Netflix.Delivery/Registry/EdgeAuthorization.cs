using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Delivery.Tokens;
using Netflix.ServiceDefaults;

namespace Netflix.Delivery.Registry;

internal static partial class EdgeAuthorization
{
    /// <summary>Routes between edges and the web: no account, the shared secret instead; and an edge id that is one.</summary>
    internal static TBuilder RequireEdgeSecret<TBuilder>(this TBuilder routes) where TBuilder : IEndpointConventionBuilder =>
        routes.AllowAnonymous().ExcludeFromDescription().AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (!http.RequestServices.GetRequiredService<EdgeSecret>().Accepts(http.Request.Headers.Authorization))
            {
                return TypedResults.Problem("Only this service's own edges may ask.", statusCode: StatusCodes.Status401Unauthorized);
            }

            return http.GetRouteValue("edgeId") is string edgeId && !EdgeId().IsMatch(edgeId)
                ? Problems.Invalid("edgeId", "1 to 100 letters, digits, and -_.:")
                : await next(context);
        });

    [GeneratedRegex(EdgeName.Shape)]
    private static partial Regex EdgeId();
}
