using System.Net;
using System.Net.Http.Json;
using Netflix.Testing;
using static Netflix.Identity.Tests.IdentityApp;

namespace Netflix.Identity.Tests;

internal sealed class SignUpTests
{
    [Test]
    public async Task GoodRequest_MakesAccountWithProfileAndTokens()
    {
        var email = $"anna.{Guid.NewGuid():N}@example.org";

        var answer = await App.Anonymous.PostAsJsonAsync("auth/signup", new { email, password = Password, country = "se", plan = "Premium" })
            .JsonAsync(HttpStatusCode.Created);

        Assert.That(answer.GetProperty("expiresIn").GetInt32(), Is.EqualTo(900));
        using var http = App.WithToken(answer.GetProperty("accessToken").GetString()!);
        var account = await http.GetAsync("account").JsonAsync();
        Assert.That(account.GetProperty("userId").GetGuid(), Is.EqualTo(answer.GetProperty("userId").GetGuid()));
        Assert.That(account.GetProperty("email").GetString(), Is.EqualTo(email));
        Assert.That(account.GetProperty("country").GetString(), Is.EqualTo("SE"));
        Assert.That(account.GetProperty("plan").GetString(), Is.EqualTo("premium"));
        Assert.That(account.GetProperty("subscriptionStatus").GetString(), Is.EqualTo("active"));
        Assert.That(account.GetProperty("roles").GetArrayLength(), Is.Zero);
        Assert.That(account.GetProperty("maxStreams").GetInt32(), Is.EqualTo(4));
        Assert.That(account.GetProperty("maxQuality").GetString(), Is.EqualTo("2160p"));
        var profiles = await http.GetAsync("profiles").JsonAsync();
        Assert.That(profiles.GetProperty("totalCount").GetInt32(), Is.EqualTo(1));
        Assert.That(profiles.GetProperty("items")[0].GetProperty("name").GetString(), Is.EqualTo("Anna"));
        Assert.That(await App.EventsAsync("AccountCreated", account.GetProperty("userId").GetGuid()), Is.EqualTo(1));
    }

    [Test]
    public async Task NoPlan_IsStandard()
    {
        using var user = await App.SignUpAsync();

        Assert.That((await user.Http.GetAsync("account").JsonAsync()).GetProperty("plan").GetString(), Is.EqualTo("standard"));
    }

    [TestCase("""{"password":"long enough","country":"SE"}""", "email")]
    [TestCase("""{"email":"","password":"long enough","country":"SE"}""", "email")]
    [TestCase("""{"email":"nobody","password":"long enough","country":"SE"}""", "email")]
    [TestCase("""{"email":"a@b@c.de","password":"long enough","country":"SE"}""", "email")]
    [TestCase("""{"email":"a b@c.de","password":"long enough","country":"SE"}""", "email")]
    [TestCase("""{"email":"a\u0000@c.de","password":"long enough","country":"SE"}""", "email")]
    [TestCase("""{"email":"x@example.org","country":"SE"}""", "password")]
    [TestCase("""{"email":"x@example.org","password":"1234567","country":"SE"}""", "password")]
    [TestCase("""{"email":"x@example.org","password":"        ","country":"SE"}""", "password")]
    [TestCase("""{"email":"x@example.org","password":"X@example.org","country":"SE"}""", "password")]
    [TestCase("""{"email":"x@example.org","password":"long enough"}""", "country")]
    [TestCase("""{"email":"x@example.org","password":"long enough","country":"XX"}""", "country")]
    [TestCase("""{"email":"x@example.org","password":"long enough","country":"Sweden"}""", "country")]
    [TestCase("""{"email":"x@example.org","password":"long enough","country":"SE","plan":"gold"}""", "plan")]
    [TestCase("""{"email":"x@example.org","password":"long enough","country":"SE","plan":"1"}""", "plan")]
    [TestCase("""{"email":"x@example.org","password":"long enough","country":"SE","plan":"basic,premium"}""", "plan")]
    [TestCase("""{"email":"x@example.org","password":"long enough","country":"SE","language":"english please"}""", "language")]
    [TestCase("""{"email":"x@example.org","password":"long enough","country":"SE","deviceName":"tele\u0007phone"}""", "deviceName")]
    public async Task BadField_IsNamed(string body, string field)
    {
        var problem = await App.Anonymous.SendJsonAsync("POST", "auth/signup", body).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").GetProperty(field)[0].GetString(), Is.Not.Empty);
        Assert.That(problem.GetProperty("errors").EnumerateObject().Count(), Is.EqualTo(1));
    }

    [TestCase("", "Give a password.")]
    [TestCase("        ", "A password of blanks alone is too easy to guess: use other characters too.")]
    [TestCase("1234567", "A password has 8 to 128 characters.")]
    public async Task BadPassword_IsToldWhy(string password, string why)
    {
        var problem = await App.Anonymous.PostAsJsonAsync("auth/signup", new { email = IdentityCalls.NewEmail(), password, country = "SE" }).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").GetProperty("password")[0].GetString(), Is.EqualTo(why));
    }

    [TestCase("null")]
    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("5")]
    [TestCase("""{"email":5,"password":"long enough","country":"SE"}""")]
    [TestCase("""{"email":"\ud800@example.org","password":"long enough","country":"SE"}""")]
    [TestCase("""{"email":{"a":1},"password":["b"],"country":true}""")]
    public async Task BrokenBody_Is400(string body) =>
        await App.Anonymous.SendJsonAsync("POST", "auth/signup", body).ProblemAsync(HttpStatusCode.BadRequest);

    [Test]
    public async Task HugeFields_Are400()
    {
        var huge = new string('a', 1_000_000);

        var problem = await App.Anonymous.PostAsJsonAsync("auth/signup", new { email = huge + "@example.org", password = huge, country = huge, plan = huge, language = huge, deviceName = huge })
            .ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").EnumerateObject().Count(), Is.EqualTo(6));
    }

    [Test]
    public async Task OtherContentType_Is415() =>
        await App.Anonymous.PostAsync("auth/signup", new StringContent("email=x")).ProblemAsync(HttpStatusCode.UnsupportedMediaType);

    [Test]
    public async Task OtherMethod_Is405() =>
        await App.Anonymous.PutAsJsonAsync("auth/signup", new { }).ProblemAsync(HttpStatusCode.MethodNotAllowed);

    [Test]
    public async Task UnknownRoute_Is404() =>
        await App.Anonymous.GetAsync("auth/magic").ProblemAsync(HttpStatusCode.NotFound);

    [Test]
    public async Task KnownEmailInOtherCase_Is409()
    {
        using var user = await App.SignUpAsync();

        await App.Anonymous.PostAsJsonAsync("auth/signup", new { email = " " + user.Email.ToUpperInvariant(), password = Password, country = "DE" })
            .ProblemAsync(HttpStatusCode.Conflict);
    }

    [Test]
    public async Task SameEmailAtTheSameMoment_MakesOneAccount()
    {
        var email = IdentityCalls.NewEmail();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            App.Anonymous.PostAsJsonAsync("auth/signup", new { email, password = Password, country = "SE" })));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict), Is.EqualTo(7));
        Assert.That(await App.CountAsync("identity.users where email = $1", email), Is.EqualTo(1));
    }
}
