using System.Net;
using System.Net.Http.Json;
using Netflix.Testing;
using static Netflix.Identity.Tests.IdentityApp;

namespace Netflix.Identity.Tests;

internal sealed class AccountTests
{
    [Test]
    public async Task Patch_ChangesWhatIsGiven()
    {
        using var user = await App.SignUpAsync();

        var account = await user.Http.PatchAsJsonAsync("account", new { plan = "basic", subscriptionStatus = "suspended", country = "de", language = "PT-br" }).JsonAsync();

        Assert.That(account.GetProperty("plan").GetString(), Is.EqualTo("basic"));
        Assert.That(account.GetProperty("maxQuality").GetString(), Is.EqualTo("480p"));
        Assert.That(account.GetProperty("maxStreams").GetInt32(), Is.EqualTo(1));
        Assert.That(account.GetProperty("subscriptionStatus").GetString(), Is.EqualTo("suspended"));
        Assert.That(account.GetProperty("country").GetString(), Is.EqualTo("DE"));
        Assert.That(account.GetProperty("language").GetString(), Is.EqualTo("pt-BR"));
        Assert.That((await user.Http.GetAsync("account").JsonAsync()).GetRawText(), Is.EqualTo(account.GetRawText()));
        Assert.That(await App.EventsAsync("PlanChanged", user.AccountId), Is.EqualTo(1));
        Assert.That(await App.EventsAsync("ProfileChanged", user.AccountId), Is.EqualTo(1));
    }

    [Test]
    public async Task EmptyPatch_ChangesNothing()
    {
        using var user = await App.SignUpAsync();
        var before = await user.Http.GetAsync("account").JsonAsync();

        var after = await user.Http.SendJsonAsync("PATCH", "account", "{}").JsonAsync();

        Assert.That(after.GetRawText(), Is.EqualTo(before.GetRawText()));
        Assert.That(await App.EventsAsync("PlanChanged", user.AccountId), Is.Zero);
    }

    [TestCase("""{"plan":"gold"}""", "plan")]
    [TestCase("""{"plan":""}""", "plan")]
    [TestCase("""{"country":"ZZ"}""", "country")]
    [TestCase("""{"language":"\u0000"}""", "language")]
    [TestCase("""{"language":"en\n"}""", "language")]
    [TestCase("""{"subscriptionStatus":"paused"}""", "subscriptionStatus")]
    [TestCase("""{"subscriptionStatus":"2"}""", "subscriptionStatus")]
    public async Task BadField_IsNamed(string body, string field)
    {
        using var user = await App.SignUpAsync();

        var problem = await user.Http.SendJsonAsync("PATCH", "account", body).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").GetProperty(field)[0].GetString(), Is.Not.Empty);
    }

    [Test]
    public async Task ParallelPatches_AllSucceed()
    {
        using var user = await App.SignUpAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => user.Http.PatchAsJsonAsync("account", new { plan = i % 2 == 0 ? "basic" : "premium" })));

        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Delete_RemovesEverythingAndFreesTheEmail()
    {
        using var user = await App.SignUpAsync();
        var kids = await user.CreateProfileAsync(new { name = "Kids", isKids = true });

        await (await user.Http.DeleteAsync("account")).ExpectAsync(HttpStatusCode.NoContent);

        await user.Http.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
        await App.Anonymous.RefreshAsync(user.Auth.RefreshToken).ProblemAsync(HttpStatusCode.Unauthorized);
        await App.Anonymous.LoginAsync(user.Email, Password).ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.That(await App.CountAsync("identity.profiles where account_id = $1", user.AccountId), Is.Zero);
        Assert.That(await App.CountAsync("identity.devices where account_id = $1", user.AccountId), Is.Zero);
        Assert.That(
            await App.CountAsync(
                "public.published where type = 'Netflix.Contracts.AccountDeleted' and body->>'accountId' = $1 and body->'profileIds' @> to_jsonb(array[$2, $3])",
                user.AccountId.ToString(), user.ProfileId.ToString(), kids.ToString()),
            Is.EqualTo(1));
        await App.Anonymous.PostAsJsonAsync("auth/signup", new { email = user.Email, password = Password, country = "SE" }).JsonAsync(HttpStatusCode.Created);
    }

    [Test]
    public async Task DeleteWhileSigningIn_NeverFails()
    {
        using var user = await App.SignUpAsync();

        var logins = Enumerable.Range(0, 6).Select(_ => App.Anonymous.LoginAsync(user.Email, Password)).ToList();
        var answers = await Task.WhenAll(logins.Append(user.Http.DeleteAsync("account")));

        Assert.That(answers.Select(answer => (int)answer.StatusCode), Is.All.LessThan(500));
    }

    [Test]
    public async Task PasswordChange_SignsOtherDevicesOut()
    {
        using var user = await App.SignUpAsync();
        using var other = await App.SignInAsync(user.Email, Password);

        await (await user.Http.PostAsJsonAsync("auth/password/change", new { currentPassword = Password, newPassword = "another good one" })).ExpectAsync(HttpStatusCode.NoContent);

        await other.Http.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
        await user.Http.GetAsync("account").JsonAsync();
        await App.Anonymous.LoginAsync(user.Email, Password).ProblemAsync(HttpStatusCode.Unauthorized);
        await App.Anonymous.LoginAsync(user.Email, "another good one").JsonAsync();
    }

    [TestCase("not my password", "another good one", "currentPassword")]
    [TestCase(Password, "short", "newPassword")]
    [TestCase(null, "another good one", "currentPassword")]
    [TestCase(Password, null, "newPassword")]
    public async Task BadPasswordChange_ChangesNothing(string? currentPassword, string? newPassword, string field)
    {
        using var user = await App.SignUpAsync();

        var problem = await user.Http.PostAsJsonAsync("auth/password/change", new { currentPassword, newPassword }).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").GetProperty(field)[0].GetString(), Is.Not.Empty);
        await App.Anonymous.LoginAsync(user.Email, Password).JsonAsync();
    }

    [Test]
    public async Task PasswordChange_ToTheEmail_IsRefused()
    {
        using var user = await App.SignUpAsync();

        await user.Http.PostAsJsonAsync("auth/password/change", new { currentPassword = Password, newPassword = user.Email }).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task GuessingTheCurrentPassword_IsPaused()
    {
        using var user = await App.SignUpAsync();
        for (var failure = 0; failure < 10; failure++)
        {
            await user.Http.PostAsJsonAsync("auth/password/change", new { currentPassword = "a guess", newPassword = "another good one" }).ProblemAsync(HttpStatusCode.BadRequest);
        }

        await user.Http.PostAsJsonAsync("auth/password/change", new { currentPassword = Password, newPassword = "another good one" }).ProblemAsync(HttpStatusCode.TooManyRequests);
    }
}
