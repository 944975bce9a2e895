using System.Net;
using System.Net.Http.Json;
using Netflix.Testing;
using static Netflix.Identity.Tests.IdentityApp;

namespace Netflix.Identity.Tests;

/// <summary>A profile with a PIN opens on a device that gave it, and on no other.</summary>
internal sealed class PinTests
{
    /// <summary>A locked profile, and a second device that did not give its PIN.</summary>
    private static async Task<(TestUser Owner, TestUser Other, Guid ProfileId)> LockedAsync()
    {
        var owner = await App.SignUpAsync();
        var profileId = await owner.CreateProfileAsync(new { name = "Mine", pin = "4711" });
        var other = await App.SignInAsync(owner.Email, Password);
        return (owner, other, profileId);
    }

    private static Task<HttpResponseMessage> ListAsync(TestUser user, Guid profileId) => user.Http.GetAsync($"profiles/{profileId}/my-list");

    private static Task<HttpResponseMessage> UnlockAsync(TestUser user, Guid profileId, string pin) =>
        user.Http.PostAsJsonAsync($"profiles/{profileId}/unlock", new { pin });

    [Test]
    public async Task OtherDevice_NeedsThePin()
    {
        var (owner, other, profileId) = await LockedAsync();
        using (owner)
        using (other)
        {
            await ListAsync(owner, profileId).JsonAsync();
            var refused = await ListAsync(other, profileId).ProblemAsync(HttpStatusCode.Forbidden);
            await other.Http.PatchAsJsonAsync($"profiles/{profileId}", new { pin = (string?)null }).ProblemAsync(HttpStatusCode.Forbidden);
            await UnlockAsync(other, profileId, "4712").ProblemAsync(HttpStatusCode.Forbidden);
            await ListAsync(other, profileId).ProblemAsync(HttpStatusCode.Forbidden);

            await UnlockAsync(other, profileId, "4711").JsonAsync();

            Assert.That(refused.GetProperty("reason").GetString(), Is.EqualTo("profileLocked"));
            await ListAsync(other, profileId).JsonAsync();
            await UnlockAsync(other, profileId, "4711").JsonAsync();
        }
    }

    [Test]
    public async Task ForgottenPin_OpensByThePassword()
    {
        var (owner, other, profileId) = await LockedAsync();
        using (owner)
        using (other)
        {
            await other.Http.PostAsJsonAsync($"profiles/{profileId}/unlock", new { password = "a guess" }).ProblemAsync(HttpStatusCode.Forbidden);
            await other.Http.PostAsJsonAsync($"profiles/{profileId}/unlock", new { password = Password }).JsonAsync();

            var open = await other.Http.SendJsonAsync("PATCH", $"profiles/{profileId}", """{"pin":null}""").JsonAsync();

            Assert.That(open.GetProperty("hasPin").GetBoolean(), Is.False);
        }
    }

    [Test]
    public async Task PatchWithoutPin_KeepsIt()
    {
        var (owner, other, profileId) = await LockedAsync();
        using (owner)
        using (other)
        {
            var profile = await owner.Http.PatchAsJsonAsync($"profiles/{profileId}", new { name = "Still mine" }).JsonAsync();

            Assert.That(profile.GetProperty("hasPin").GetBoolean(), Is.True);
        }
    }

    [Test]
    public async Task GuessingPins_IsPaused()
    {
        var (owner, other, profileId) = await LockedAsync();
        using (owner)
        using (other)
        {
            var guesses = await Task.WhenAll(Enumerable.Range(0, 20).Select(pin => UnlockAsync(other, profileId, $"{pin:0000}")));

            Assert.That(guesses.Count(guess => guess.StatusCode == HttpStatusCode.Forbidden), Is.EqualTo(10));
            await UnlockAsync(other, profileId, "4711").ProblemAsync(HttpStatusCode.TooManyRequests);
        }
    }

    [TestCase("""{"pin":"123"}""")]
    [TestCase("""{"pin":null}""")]
    [TestCase("{}")]
    [TestCase("null")]
    public async Task BadUnlock_Is400(string body)
    {
        var (owner, other, profileId) = await LockedAsync();
        using (owner)
        using (other)
        {
            await other.Http.SendJsonAsync("POST", $"profiles/{profileId}/unlock", body).ProblemAsync(HttpStatusCode.BadRequest);
        }
    }

    [Test]
    public async Task NewPin_LocksOtherDevicesAgain()
    {
        var (owner, other, profileId) = await LockedAsync();
        using (owner)
        using (other)
        {
            await UnlockAsync(other, profileId, "4711").JsonAsync();

            await owner.Http.PatchAsJsonAsync($"profiles/{profileId}", new { pin = "1111" }).JsonAsync();

            await ListAsync(owner, profileId).JsonAsync();
            await Expect.EventuallyAsync(async () => (await ListAsync(other, profileId)).StatusCode, status => status == HttpStatusCode.Forbidden);
        }
    }
}
