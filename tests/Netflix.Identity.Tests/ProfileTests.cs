using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Testing;
using static Netflix.Identity.Tests.IdentityApp;

namespace Netflix.Identity.Tests;

internal sealed class ProfileTests
{
    private static ValueTask<Viewer?> ViewerAsync(TestUser user, Guid profileId) =>
        App.Services.GetRequiredService<IViewers>().FindAsync(user.AccountId, profileId, CancellationToken.None);

    [Test]
    public async Task Create_KeepsEverySetting()
    {
        using var user = await App.SignUpAsync();

        var profile = await user.Http.PostAsJsonAsync("profiles", new
        {
            name = " Søren 🎬 ", isKids = false, avatar = "violet", language = "da", maturity = 16, pin = "0042", autoplayNext = false, dataSaver = true,
        }).JsonAsync(HttpStatusCode.Created);

        Assert.That(profile.GetProperty("name").GetString(), Is.EqualTo("Søren 🎬"));
        Assert.That(profile.GetProperty("avatar").GetString(), Is.EqualTo("violet"));
        Assert.That(profile.GetProperty("language").GetString(), Is.EqualTo("da"));
        Assert.That(profile.GetProperty("maturity").GetInt32(), Is.EqualTo(16));
        Assert.That(profile.GetProperty("hasPin").GetBoolean(), Is.True);
        Assert.That(profile.GetProperty("autoplayNext").GetBoolean(), Is.False);
        Assert.That(profile.GetProperty("dataSaver").GetBoolean(), Is.True);
        Assert.That(profile.TryGetProperty("pin", out _), Is.False);
        var stored = (await user.Http.GetAsync("profiles").JsonAsync()).GetProperty("items")[1];
        Assert.That(stored.GetProperty("profileId").GetGuid(), Is.EqualTo(profile.GetProperty("profileId").GetGuid()));
    }

    [TestCase("{}", "name")]
    [TestCase("""{"name":null}""", "name")]
    [TestCase("""{"name":"   "}""", "name")]
    [TestCase("""{"name":"a\u0000b"}""", "name")]
    [TestCase("""{"name":"two\nlines"}""", "name")]
    [TestCase("""{"name":"12345678901234567890123456789012345678901"}""", "name")]
    [TestCase("""{"name":"A","maturity":19}""", "maturity")]
    [TestCase("""{"name":"A","maturity":-1}""", "maturity")]
    [TestCase("""{"name":"A","pin":"123"}""", "pin")]
    [TestCase("""{"name":"A","pin":"12345"}""", "pin")]
    [TestCase("""{"name":"A","pin":"١٢٣٤"}""", "pin")]
    [TestCase("""{"name":"A","language":"x"}""", "language")]
    [TestCase("""{"name":"A","avatar":"javascript:alert(1)"}""", "avatar")]
    [TestCase("""{"name":"A","avatar":"a\u0000"}""", "avatar")]
    [TestCase("""{"name":"A","avatar":"fox.png"}""", "avatar")]
    public async Task BadField_IsNamed(string body, string field)
    {
        using var user = await App.SignUpAsync();

        var problem = await user.Http.SendJsonAsync("POST", "profiles", body).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").GetProperty(field)[0].GetString(), Is.Not.Empty);
    }

    [TestCase("null")]
    [TestCase("""{"name":5}""")]
    [TestCase("""{"name":"A","isKids":"perhaps"}""")]
    [TestCase("""{"name":"A","maturity":7.5}""")]
    [TestCase("""{"name":"A","maturity":99999999999}""")]
    [TestCase("""{"name":"A","pin":1234}""")]
    public async Task WrongType_Is400(string body)
    {
        using var user = await App.SignUpAsync();

        await user.Http.SendJsonAsync("POST", "profiles", body).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task SixthProfile_Is409_AlsoInParallel()
    {
        using var user = await App.SignUpAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => user.Http.PostAsJsonAsync("profiles", new { name = $"P{i}" })));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Created), Is.EqualTo(4));
        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict), Is.EqualTo(6));
    }

    [Test]
    public async Task Patch_ChangesOnlyWhatIsGiven()
    {
        using var user = await App.SignUpAsync();

        await user.Http.PatchAsJsonAsync($"profiles/{user.ProfileId}", new { name = "Bea", language = "fr", dataSaver = true }).JsonAsync();
        var profile = await user.Http.PatchAsJsonAsync($"profiles/{user.ProfileId}", new { maturity = 12 }).JsonAsync();

        Assert.That(profile.GetProperty("name").GetString(), Is.EqualTo("Bea"));
        Assert.That(profile.GetProperty("language").GetString(), Is.EqualTo("fr"));
        Assert.That(profile.GetProperty("dataSaver").GetBoolean(), Is.True);
        Assert.That(profile.GetProperty("maturity").GetInt32(), Is.EqualTo(12));
        Assert.That(await App.EventsAsync("ProfileChanged", user.AccountId), Is.EqualTo(2));
    }

    [Test]
    public async Task AnotherAccountsProfile_Is404Everywhere()
    {
        using var user = await App.SignUpAsync();
        using var stranger = await App.SignUpAsync();

        await stranger.Http.PatchAsJsonAsync($"profiles/{user.ProfileId}", new { name = "Mine" }).ProblemAsync(HttpStatusCode.NotFound);
        await stranger.Http.DeleteAsync($"profiles/{user.ProfileId}").ProblemAsync(HttpStatusCode.NotFound);
        await stranger.Http.PostAsJsonAsync($"profiles/{user.ProfileId}/unlock", new { pin = "1234" }).ProblemAsync(HttpStatusCode.NotFound);
        Assert.That(await ViewerAsync(stranger, user.ProfileId), Is.Null);
    }

    [Test]
    public async Task Delete_RemovesItButKeepsTheLast()
    {
        using var user = await App.SignUpAsync();
        var second = await user.CreateProfileAsync(new { name = "Second" });

        await (await user.Http.DeleteAsync($"profiles/{second}")).ExpectAsync(HttpStatusCode.NoContent);

        Assert.That(await ViewerAsync(user, second), Is.Null);
        await user.Http.DeleteAsync($"profiles/{second}").ProblemAsync(HttpStatusCode.NotFound);
        await user.Http.DeleteAsync($"profiles/{user.ProfileId}").ProblemAsync(HttpStatusCode.Conflict);
        Assert.That(await App.CountAsync("public.published where type like '%ProfileChanged' and body->>'profileId' = $1 and (body->>'deleted')::bool", second.ToString()), Is.EqualTo(1));
    }

    [Test]
    public async Task ParallelDeletes_KeepOne()
    {
        using var user = await App.SignUpAsync();
        var second = await user.CreateProfileAsync(new { name = "Second" });

        await Task.WhenAll(user.Http.DeleteAsync($"profiles/{second}"), user.Http.DeleteAsync($"profiles/{user.ProfileId}"));

        Assert.That(await App.CountAsync("identity.profiles where account_id = $1", user.AccountId), Is.EqualTo(1));
    }

    [TestCase(true, null, 7)]
    [TestCase(true, 16, 7)]
    [TestCase(true, 4, 4)]
    [TestCase(false, 16, 16)]
    [TestCase(false, null, 18)]
    public async Task Viewer_CarriesMaturityCappedForKids(bool isKids, int? maturity, int expected)
    {
        using var user = await App.SignUpAsync();
        var profileId = await user.CreateProfileAsync(new { name = "Kid", isKids, maturity });

        var viewer = await ViewerAsync(user, profileId);

        Assert.That(viewer!.MaxMaturity, Is.EqualTo(expected));
        Assert.That(viewer.IsKids, Is.EqualTo(isKids));
    }

    [Test]
    public async Task Viewer_FollowsAccountAndProfileAtOnce()
    {
        using var user = await App.SignUpAsync("premium", "SE");
        var before = await ViewerAsync(user, user.ProfileId);

        await user.Http.PatchAsJsonAsync("account", new { plan = "basic", country = "DE", subscriptionStatus = "cancelled", language = "de" }).JsonAsync();
        var moved = await ViewerAsync(user, user.ProfileId);
        await user.Http.PatchAsJsonAsync($"profiles/{user.ProfileId}", new { language = "fi", dataSaver = true }).JsonAsync();
        var changed = await ViewerAsync(user, user.ProfileId);

        Assert.That(before, Is.EqualTo(new Viewer(user.AccountId, user.ProfileId, "SE", "en", 18, false, Plan.Premium, SubscriptionStatus.Active, false) { Name = "Me" }));
        Assert.That(moved, Is.EqualTo(before! with { Country = "DE", Language = "de", Plan = Plan.Basic, Subscription = SubscriptionStatus.Cancelled }));
        Assert.That(changed, Is.EqualTo(moved! with { Language = "fi", DataSaver = true }));
    }

    [Test]
    public async Task Viewer_SeesAProfileThatAnotherReplicaJustMade()
    {
        using var user = await App.SignUpAsync();
        await ViewerAsync(user, user.ProfileId); // now in the cache
        var profileId = Guid.CreateVersion7();
        await App.SqlAsync("""
            insert into identity.profiles (profile_id, account_id, name, is_kids, maturity, autoplay_next, data_saver, created_at)
            values ($1, $2, 'New', false, 18, true, false, now())
            """, profileId, user.AccountId);

        Assert.That((await ViewerAsync(user, profileId))?.ProfileId, Is.EqualTo(profileId));
    }
}
