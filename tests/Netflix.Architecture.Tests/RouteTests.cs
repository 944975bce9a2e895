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
    private NetflixApp app = null!;

    [OneTimeSetUp]
    public async Task Start() => app = await NetflixApp.StartAsync(("Netflix:Roles", "web,edge"));

    [OneTimeTearDown]
    public async Task Stop() => await app.DisposeAsync();

    [Test]
    public void EveryRoute_StatesItsAuthorisation()
    {
        var routes = app.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).ToList();

        Assert.That(routes, Has.Count.GreaterThan(20));
        Assert.That(Unstated(routes), Is.Empty);
    }

    [TestCase("POST", "/api/v1/auth/login", 415)]
    [TestCase("DELETE", "/api/v1/auth/login", 405)]
    [TestCase("POST", "/api/v1/nowhere", 404)]
    [TestCase("GET", "/api/v1/nowhere", 404)]
    [TestCase("GET", "/api/v1/account", 401)]
    [TestCase("GET", "/api", 404)]
    [TestCase("POST", "/titles/any", 404)]
    [TestCase("GET", "/none.js", 404)]
    public async Task WrongRequest_IsToldWhatIsWrong(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), app.BaseUrl + path) { Content = method == "POST" ? new StringContent("x") : null };
        using var answer = await app.Anonymous.SendAsync(request);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
    }

    [Test]
    public void UnstatedRoute_IsSeen()
    {
        var sample = WebApplication.CreateBuilder().Build();
        sample.MapGet("/open", () => 1).AllowAnonymous();
        sample.MapGet("/closed", () => 1).RequireAuthorization();
        sample.MapGet("/forgotten", () => 1);

        Assert.That(Unstated(((IEndpointRouteBuilder)sample).DataSources.SelectMany(source => source.Endpoints)), Is.EqualTo(new[] { "/forgotten" }));
    }

    private static IEnumerable<string?> Unstated(IEnumerable<Endpoint> routes) =>
        from route in routes.OfType<RouteEndpoint>()
        where route.Metadata.GetMetadata<IAllowAnonymous>() is null
            && route.Metadata.GetMetadata<IAuthorizeData>() is null
            && route.Metadata.GetMetadata<AuthorizationPolicy>() is null
        select route.RoutePattern.RawText;
}
