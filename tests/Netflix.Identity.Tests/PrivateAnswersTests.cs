using System.Net;
using System.Net.Http.Json;
using Netflix.Testing;
using static Netflix.Identity.Tests.IdentityApp;

namespace Netflix.Identity.Tests;

/// <summary>No cache keeps what bears tokens or tells of an account.</summary>
internal sealed class PrivateAnswersTests
{
    private static void ExpectNotKept(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.That(answer.StatusCode, Is.EqualTo(status), answer.RequestMessage!.RequestUri!.ToString());
        Assert.That(answer.Headers.CacheControl?.ToString(), Is.EqualTo("no-store"), answer.RequestMessage.RequestUri.ToString());
    }

    [Test]
    public async Task GoodAnswers_AreNotKept()
    {
        using var user = await App.SignUpAsync();

        ExpectNotKept(await App.Anonymous.LoginAsync(user.Email, Password), HttpStatusCode.OK);
        foreach (var path in new[] { "account", "account/export", "devices", "profiles" })
        {
            ExpectNotKept(await user.Http.GetAsync(path), HttpStatusCode.OK);
        }
    }

    [Test]
    public async Task Refusals_AreNotKeptEither()
    {
        using var user = await App.SignUpAsync();

        foreach (var path in new[] { "account", "devices", "profiles" })
        {
            ExpectNotKept(await App.Anonymous.GetAsync(path), HttpStatusCode.Unauthorized);
        }

        ExpectNotKept(await App.Anonymous.LoginAsync(user.Email, "not my password"), HttpStatusCode.Unauthorized);
        ExpectNotKept(await App.Anonymous.SendJsonAsync("POST", "auth/login", "{"), HttpStatusCode.BadRequest); // by the exception handler
        ExpectNotKept(await App.Anonymous.SendJsonAsync("POST", "auth/login", "{}"), HttpStatusCode.BadRequest);
        ExpectNotKept(await App.Anonymous.GetAsync("auth/magic"), HttpStatusCode.NotFound);
        ExpectNotKept(await user.Http.DeleteAsync($"devices/{Guid.NewGuid()}"), HttpStatusCode.NotFound);
        ExpectNotKept(await user.Http.PutAsJsonAsync("account", new { }), HttpStatusCode.MethodNotAllowed);
    }
}
