using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Tests;

/// <summary>What holds for a route that names no policy.</summary>
internal sealed class AccessTests
{
    private static readonly RouteEndpoint Route = new(_ => Task.CompletedTask, RoutePatternFactory.Parse("/somewhere"), 0, null, null);
    private static readonly Endpoint WrongMethod = new(_ => Task.CompletedTask, null, "405");

    private static async Task<bool> MayAsync(Endpoint? endpoint, ClaimsPrincipal user)
    {
        await using var services = new ServiceCollection().AddLogging().AddAuthorization(Policies.AddTo).BuildServiceProvider();
        var policy = await services.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync();
        var http = new DefaultHttpContext();
        http.SetEndpoint(endpoint);
        return (await services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(user, http, policy!)).Succeeded;
    }

    [Test]
    public async Task ForgottenRoute_IsClosedToAnonymous()
    {
        Assert.That(await MayAsync(Route, new ClaimsPrincipal(new ClaimsIdentity())), Is.False);
        Assert.That(await MayAsync(Route, new ClaimsPrincipal(new ClaimsIdentity([], "Bearer"))), Is.True);
    }

    [Test]
    public async Task NoRoute_IsAnsweredToAnybody()
    {
        Assert.That(await MayAsync(WrongMethod, new ClaimsPrincipal(new ClaimsIdentity())), Is.True);
        Assert.That(await MayAsync(null, new ClaimsPrincipal(new ClaimsIdentity())), Is.True);
    }
}
