using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Testing;

namespace Netflix.Architecture.Tests;

/// <summary>Every route of the running Host says who may call it, though the fallback policy would deny strangers anyway.</summary>
internal sealed class RouteTests
{
    [Test]
    public async Task EveryRoute_StatesItsAuthorisation()
    {
        await using var app = await NetflixApp.StartAsync(("Netflix:Roles", "web,edge"));
        var routes = app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).ToList();

        Assert.That(routes, Has.Count.GreaterThan(20));
        Assert.That(Unstated(routes), Is.Empty);
    }

    [Test]
    public void UnstatedRoute_IsSeen()
    {
        var app = WebApplication.CreateBuilder().Build();
        app.MapGet("/open", () => 1).AllowAnonymous();
        app.MapGet("/closed", () => 1).RequireAuthorization();
        app.MapGet("/forgotten", () => 1);

        Assert.That(Unstated(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)), Is.EqualTo(new[] { "/forgotten" }));
    }

    private static IEnumerable<string?> Unstated(IEnumerable<Endpoint> routes) =>
        from route in routes.OfType<RouteEndpoint>()
        where route.Metadata.GetMetadata<IAllowAnonymous>() is null
            && route.Metadata.GetMetadata<IAuthorizeData>() is null
            && route.Metadata.GetMetadata<AuthorizationPolicy>() is null
        select route.RoutePattern.RawText;
}
