using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;
using static Netflix.Identity.Tests.IdentityApp;

namespace Netflix.Identity.Tests;

internal sealed class AdministrationTests
{
    private static async Task<List<JsonElement>> AuditAsync(TestUser admin, string query) =>
        [.. (await admin.Http.GetAsync($"admin/audit?limit=100&{query}").JsonAsync()).GetProperty("items").EnumerateArray()];

    private static string? Kind(JsonElement one) => one.GetProperty("kind").GetString();

    [Test]
    public async Task Trail_TellsWhatHappenedTheNewestFirst()
    {
        using var admin = await App.SignInAdminAsync();
        using var user = await App.SignUpAsync();
        await App.Anonymous.LoginAsync(user.Email, "a guess").ProblemAsync(HttpStatusCode.Unauthorized);
        using var other = await App.SignInAsync(user.Email, Password);
        var locked = await user.CreateProfileAsync(new { name = "Locked", pin = "1234" });
        await other.Http.PostAsJsonAsync($"profiles/{locked}/unlock", new { pin = "4321" }).ProblemAsync(HttpStatusCode.Forbidden);
        await user.Http.SendJsonAsync("PATCH", $"profiles/{locked}", """{"pin":null}""").JsonAsync();
        await user.Http.PatchAsJsonAsync("account", new { plan = "premium" }).JsonAsync();
        await (await other.Http.PostAsync("auth/logout", null)).ExpectAsync(HttpStatusCode.NoContent);
        await (await user.Http.PostAsJsonAsync("auth/password/change", new { currentPassword = Password, newPassword = "another good one" })).ExpectAsync(HttpStatusCode.NoContent);
        await App.Anonymous.RefreshAsync(user.Auth.RefreshToken).JsonAsync();
        await App.Anonymous.RefreshAsync(user.Auth.RefreshToken).ProblemAsync(HttpStatusCode.Unauthorized);

        var trail = await AuditAsync(admin, $"accountId={user.AccountId}");

        Assert.That(trail.Select(Kind), Is.EqualTo(new[]
        {
            "refreshReused", "passwordChanged", "signedOut", "planChanged", "profilePinChanged", "profilePinFailed", "profilePinChanged", "signedIn", "signInFailed", "signedUp",
        }));
        Assert.That(trail.Select(one => one.GetProperty("email").GetString()), Is.All.EqualTo(user.Email));
        Assert.That(trail.Select(one => one.GetProperty("address").GetString()), Is.All.EqualTo("127.0.0.1"));
        Assert.That(trail[3].GetProperty("detail").GetString(), Is.EqualTo("standard, active -> premium, active"));
        Assert.That((await AuditAsync(admin, $"accountId={user.AccountId}&kind=signedUp")).Select(Kind), Is.EqualTo(new[] { "signedUp" }));
        var middle = trail[5].GetProperty("at").GetDateTimeOffset().UtcDateTime.ToString("O");
        Assert.That(await AuditAsync(admin, $"accountId={user.AccountId}&from={middle}"), Has.Count.EqualTo(6));
        Assert.That(await AuditAsync(admin, $"accountId={user.AccountId}&to={middle}"), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task LockOut_IsWrittenOnce()
    {
        using var admin = await App.SignInAdminAsync();
        using var user = await App.SignUpAsync();
        for (var guess = 0; guess < 14; guess++)
        {
            await App.Anonymous.LoginAsync(user.Email, "a guess");
        }

        Assert.That(await AuditAsync(admin, $"accountId={user.AccountId}&kind=signInFailed"), Has.Count.EqualTo(10));
        Assert.That(await AuditAsync(admin, $"accountId={user.AccountId}&kind=signInLocked"), Has.Count.EqualTo(1));
    }

    [TestCase("kind=nothing", "kind")]
    [TestCase("accountId=7", "accountId")]
    [TestCase("from=yesterday", "from")]
    [TestCase("from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "to")]
    [TestCase("page=0", "page")]
    [TestCase("limit=101", "limit")]
    public async Task BadAuditQuery_NamesTheField(string query, string field)
    {
        using var admin = await App.SignInAdminAsync();

        var problem = await admin.Http.GetAsync("admin/audit?" + query).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [TestCase("GET", "admin/audit")]
    [TestCase("GET", "admin/accounts")]
    [TestCase("GET", "admin/accounts/0199d5a0-0000-7000-8000-000000000000")]
    [TestCase("PATCH", "admin/accounts/0199d5a0-0000-7000-8000-000000000000")]
    public async Task OnlyAdministrators_MayComeIn(string method, string path)
    {
        using var user = await App.SignUpAsync();
        using var admin = await App.SignInAdminAsync();

        await App.Anonymous.SendJsonAsync(method, path, "{}").ProblemAsync(HttpStatusCode.Unauthorized);
        await user.Http.SendJsonAsync(method, path, "{}").ProblemAsync(HttpStatusCode.Forbidden);
        if (path.EndsWith("0000", StringComparison.Ordinal))
        {
            await admin.Http.SendJsonAsync(method, path, "{}").ProblemAsync(HttpStatusCode.NotFound);
        }
    }

    [Test]
    public async Task Account_IsFoundByAPartOfItsEmailAndByItsId()
    {
        using var admin = await App.SignInAdminAsync();
        using var user = await App.SignUpAsync();
        foreach (var query in new[] { user.Email[4..20].ToUpperInvariant(), user.AccountId.ToString() })
        {
            var found = await admin.Http.GetAsync($"admin/accounts?query={query}").JsonAsync();

            Assert.That(found.GetProperty("totalCount").GetInt32(), Is.EqualTo(1));
            Assert.That(found.GetProperty("items")[0].GetProperty("accountId").GetGuid(), Is.EqualTo(user.AccountId));
            Assert.That(found.GetProperty("items")[0].GetProperty("roles")[0].GetString(), Is.EqualTo("viewer"));
        }

        Assert.That((await admin.Http.GetAsync("admin/accounts?query=%25_%5C").JsonAsync()).GetProperty("totalCount").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task NewRoles_CountAtOnceOnTheTokensThatLive()
    {
        using var admin = await App.SignInAdminAsync();
        using var user = await App.SignUpAsync();
        await user.Http.GetAsync("admin/content").ProblemAsync(HttpStatusCode.Forbidden);

        var changed = await admin.Http.PatchAsJsonAsync($"admin/accounts/{user.AccountId}", new { roles = new[] { "viewer", "studio" } }).JsonAsync();
        await user.Http.GetAsync("admin/content").ProblemAsync(HttpStatusCode.Unauthorized);
        var pair = await App.Anonymous.RefreshAsync(user.Auth.RefreshToken).JsonAsync();
        using var studio = App.WithToken(pair.GetProperty("accessToken").GetString()!);
        await studio.GetAsync("admin/content").JsonAsync();

        await admin.Http.PatchAsJsonAsync($"admin/accounts/{user.AccountId}", new { roles = new[] { "viewer" } }).JsonAsync();

        await studio.GetAsync("admin/content").ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.That(changed.GetProperty("roles").EnumerateArray().Select(role => role.GetString()), Is.EqualTo(new[] { "viewer", "studio" }));
        var trail = await AuditAsync(admin, $"accountId={user.AccountId}&kind=rolesChanged");
        Assert.That(trail.Select(one => one.GetProperty("detail").GetString()), Is.EqualTo(new[]
        {
            "viewer, studio -> viewer, by admin@netflix.local", "viewer -> viewer, studio, by admin@netflix.local",
        }));
    }

    [Test]
    public async Task SignedOutDevice_StaysSoAfterARoleChange()
    {
        using var admin = await App.SignInAdminAsync();
        using var user = await App.SignUpAsync();
        await admin.Http.PatchAsJsonAsync($"admin/accounts/{user.AccountId}", new { roles = new[] { "studio" } }).JsonAsync();
        var pair = await App.Anonymous.RefreshAsync(user.Auth.RefreshToken).JsonAsync();
        using var renewed = App.WithToken(pair.GetProperty("accessToken").GetString()!);

        await (await renewed.PostAsync("auth/logout", null)).ExpectAsync(HttpStatusCode.NoContent);

        await renewed.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.That(await App.CountAsync("identity.revoked_devices where issued_before is null and key = $1", Sessions.Revocations.KeyOf(pair.GetProperty("deviceId").GetGuid())), Is.EqualTo(1));
    }

    [Test]
    public async Task Subscription_IsChangedForTheViewer()
    {
        using var admin = await App.SignInAdminAsync();
        using var user = await App.SignUpAsync();

        await admin.Http.PatchAsJsonAsync($"admin/accounts/{user.AccountId}", new { subscriptionStatus = "suspended", plan = "basic" }).JsonAsync();

        var account = await user.Http.GetAsync("account").JsonAsync();
        Assert.That(account.GetProperty("subscriptionStatus").GetString(), Is.EqualTo("suspended"));
        Assert.That(account.GetProperty("plan").GetString(), Is.EqualTo("basic"));
        Assert.That(await App.EventsAsync("PlanChanged", user.AccountId), Is.EqualTo(1));
    }

    [Test]
    public async Task OperatorsSuspension_IsLiftedByAnOperatorAlone()
    {
        using var admin = await App.SignInAdminAsync();
        using var user = await App.SignUpAsync();
        await user.Http.PatchAsJsonAsync("account", new { subscriptionStatus = "suspended" }).JsonAsync(); // his own does not shield from ours
        await admin.Http.PatchAsJsonAsync($"admin/accounts/{user.AccountId}", new { subscriptionStatus = "suspended" }).JsonAsync();
        await admin.Http.PatchAsJsonAsync($"admin/accounts/{user.AccountId}", new { plan = "basic" }).JsonAsync();

        foreach (var change in new object[] { new { subscriptionStatus = "active" }, new { subscriptionStatus = "cancelled" }, new { plan = "premium" } })
        {
            var refused = await user.Http.PatchAsJsonAsync("account", change).ProblemAsync(HttpStatusCode.Forbidden);
            Assert.That(refused.GetProperty("reason").GetString(), Is.EqualTo("subscriptionInactive"));
            Assert.That(refused.GetProperty("detail").GetString(), Does.Contain("support"));
        }

        var moved = await user.Http.PatchAsJsonAsync("account", new { country = "DE" }).JsonAsync();
        Assert.That(moved.GetProperty("subscriptionStatus").GetString(), Is.EqualTo("suspended"));
        Assert.That(moved.GetProperty("plan").GetString(), Is.EqualTo("basic"));

        await admin.Http.PatchAsJsonAsync($"admin/accounts/{user.AccountId}", new { subscriptionStatus = "active" }).JsonAsync();
        await user.Http.PatchAsJsonAsync("account", new { plan = "premium", subscriptionStatus = "cancelled" }).JsonAsync();
        await user.Http.PatchAsJsonAsync("account", new { subscriptionStatus = "active" }).JsonAsync();
    }

    [Test]
    public async Task Export_LeavesOutWhereAnAdministratorWas()
    {
        using var admin = await App.SignInAdminAsync();
        using var user = await App.SignUpAsync();
        await admin.Http.PatchAsJsonAsync($"admin/accounts/{user.AccountId}", new { plan = "basic", roles = new[] { "studio" } }).JsonAsync();
        var pair = await App.Anonymous.RefreshAsync(user.Auth.RefreshToken).JsonAsync();
        using var renewed = App.WithToken(pair.GetProperty("accessToken").GetString()!);

        var events = (await renewed.GetAsync("account/export").JsonAsync()).GetProperty("securityEvents").EnumerateArray().ToLookup(Kind);

        foreach (var change in new[] { events["planChanged"].Single(), events["rolesChanged"].Single() })
        {
            Assert.That(change.GetProperty("deviceId").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(change.GetProperty("address").ValueKind, Is.EqualTo(JsonValueKind.Null));
        }

        Assert.That(events["signedUp"].Single().GetProperty("address").GetString(), Is.EqualTo("127.0.0.1"));
        Assert.That(events["signedUp"].Single().GetProperty("deviceId").ValueKind, Is.EqualTo(JsonValueKind.String));
    }

    [TestCase("""{"roles":["king"]}""", "roles")]
    [TestCase("""{"roles":[null]}""", "roles")]
    [TestCase("""{"roles":"admin"}""", "roles")]
    [TestCase("""{"plan":"gold"}""", "plan")]
    [TestCase("""{"subscriptionStatus":"1"}""", "subscriptionStatus")]
    public async Task BadChange_NamesTheField(string body, string field)
    {
        using var admin = await App.SignInAdminAsync();
        using var user = await App.SignUpAsync();

        var problem = await admin.Http.SendJsonAsync("PATCH", $"admin/accounts/{user.AccountId}", body).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    /// <summary>A service of its own: nobody else's administrators are there.</summary>
    [Test]
    public async Task LastAdministrator_StaysOne()
    {
        await using var app = await NetflixApp.StartAsync(Settings);
        using var admin = await app.SignInAdminAsync();
        using var second = await app.SignUpAsync();

        await admin.Http.PatchAsJsonAsync($"admin/accounts/{admin.AccountId}", new { roles = new[] { "studio" } }).ProblemAsync(HttpStatusCode.Conflict);
        await admin.Http.DeleteAsync("account").ProblemAsync(HttpStatusCode.Conflict);

        await admin.Http.PatchAsJsonAsync($"admin/accounts/{second.AccountId}", new { roles = new[] { "admin" } }).JsonAsync();
        var pair = await app.Anonymous.RefreshAsync(second.Auth.RefreshToken).JsonAsync();
        using var other = app.WithToken(pair.GetProperty("accessToken").GetString()!);
        var answers = await Task.WhenAll(
            admin.Http.PatchAsJsonAsync($"admin/accounts/{second.AccountId}", new { roles = Array.Empty<string>() }),
            other.PatchAsJsonAsync($"admin/accounts/{admin.AccountId}", new { roles = Array.Empty<string>() }));

        Assert.That(answers.Count(answer => answer.IsSuccessStatusCode), Is.EqualTo(1));
        Assert.That(await app.CountAsync("identity.users where 'admin' = any(roles)"), Is.EqualTo(1));
    }

    [Test]
    public async Task DeletedAccount_LeavesOnlyThatSomeAccountWasDeleted()
    {
        using var user = await App.SignUpAsync();
        await App.Anonymous.LoginAsync(user.Email, "a guess").ProblemAsync(HttpStatusCode.Unauthorized);
        var before = await App.CountAsync("identity.audit where kind = 'AccountDeleted'");

        await (await user.Http.DeleteAsync("account")).ExpectAsync(HttpStatusCode.NoContent);
        await App.Anonymous.LoginAsync(user.Email, "a guess").ProblemAsync(HttpStatusCode.Unauthorized);

        Assert.That(await App.CountAsync("identity.audit a where a::text like '%' || $1 || '%' or a::text like '%' || $2 || '%'", user.AccountId.ToString(), user.Email), Is.Zero);
        Assert.That(await App.CountAsync("identity.audit where kind = 'AccountDeleted' and account_id is null and address is null"), Is.GreaterThan(before));
    }
}
