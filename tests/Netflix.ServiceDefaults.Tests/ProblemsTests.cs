using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Netflix.ServiceDefaults.Tests;

/// <summary>Every way a request can go wrong ends as RFC 9457 with a trace id, and tells nothing of our insides.</summary>
internal sealed class ProblemsTests
{
    private const string Secret = "the inside of the exception";
    private static readonly Uri People = new("/people", UriKind.Relative);
    private TestApp app = null!;

    [OneTimeSetUp]
    public async Task Start() => app = await TestApp.StartAsync(routes =>
    {
        routes.MapPost("/people", (Person person) => person.Age).Validate<Person>().AllowAnonymous();
        routes.MapPost("/small", (Person person) => person.Age).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(100));
        routes.MapGet("/number/{id:int}", (int id, int limit) => id + limit).AllowAnonymous();
        routes.MapGet("/own", () => "mine");
        routes.MapGet("/admin", () => "ours").RequireAuthorization(Policies.Admin);
        routes.MapGet("/throw", string () => throw new InvalidOperationException(Secret)).AllowAnonymous();
        routes.MapGet("/refused", () => Problems.Refused("plan", "Your plan ends at 480p.")).AllowAnonymous();
        routes.MapGet("/wrapped", string () => throw new InvalidOperationException(Secret, new NpgsqlException("down", new SocketException()))).AllowAnonymous();
        routes.MapGet("/misused", string () => throw new NpgsqlException(Secret)).AllowAnonymous();
        routes.MapGet("/sql/{state}", string (string state) => throw new PostgresException(Secret, "ERROR", "ERROR", state)).AllowAnonymous();
        routes.MapGet("/rows", async (NpgsqlDataSource source) => await source.OpenConnectionAsync()).AllowAnonymous();
    });

    [OneTimeTearDown]
    public async Task Stop() => await app.DisposeAsync();

    [TestCase("{\"name\": ", 400)]
    [TestCase("", 400)]
    [TestCase("null", 400)]
    [TestCase("[]", 400)]
    [TestCase("{\"name\": \"a\", \"age\": \"old\"}", 400)]
    [TestCase("{\"name\": 5, \"age\": 5}", 400)]
    [TestCase("{\"name\": \"a\", \"age\": 99999999999}", 400)]
    public async Task BadBody_Is400(string body, int status) =>
        await ExpectAsync(await app.Http.PostAsync(People, Json(body)), status);

    [Test]
    public async Task InvalidFields_AreNamedAsInJson()
    {
        var problem = await ExpectAsync(
            await app.Http.PostAsync(People, Json("""{"name": "much too long a name", "age": 5, "address": {"street": ""}}""")), 400);

        Assert.That(problem.GetProperty("errors").EnumerateObject().Select(field => field.Name), Is.EquivalentTo(new[] { "name", "address.street" }));
    }

    [Test]
    public async Task Valid_Passes() =>
        Assert.That(await (await app.Http.PostAsync(People, Json("""{"name": "Ann", "age": 5}"""))).Content.ReadAsStringAsync(), Is.EqualTo("5"));

    [Test]
    public async Task NoJson_Is415() => await ExpectAsync(await app.Http.PostAsync(People, new StringContent("name=a", Encoding.UTF8, "text/plain")), 415);

    [Test]
    public async Task TooLarge_Is413() =>
        await ExpectAsync(await app.Http.PostAsync(new Uri("/small", UriKind.Relative), Json($$"""{"name": "{{new string('a', 500)}}", "age": 1}""")), 413);

    [TestCase("/nowhere", 404)]
    [TestCase("/number/abc?limit=1", 404)]
    [TestCase("/number/1?limit=abc", 400)]
    [TestCase("/number/1", 400)]
    [TestCase("/people", 405)]
    [TestCase("/own", 401)]
    [TestCase("/admin", 401)]
    [TestCase("/throw", 500)]
    [TestCase("/misused", 500)]
    [TestCase("/rows", 503)]
    [TestCase("/wrapped", 503)]
    [TestCase("/sql/08006", 503)]
    [TestCase("/sql/53300", 503)]
    [TestCase("/sql/57P03", 503)]
    [TestCase("/sql/03000", 500)]
    [TestCase("/sql/42P01", 500)]
    [TestCase("/sql/22021", 400)]
    public async Task Get_IsThatProblem(string path, int status)
    {
        using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative));

        await ExpectAsync(answer, status);
        Assert.That(answer.Headers.RetryAfter, status == 503 ? Is.Not.Null : Is.Null);
    }

    [TestCase("text/html")]
    [TestCase("image/png")]
    public async Task AcceptWithoutJson_IsAProblemAllTheSame(string accept)
    {
        foreach (var (path, status) in new[] { ("/nowhere", 404), ("/own", 401), ("/throw", 500), ("/rows", 503), ("/refused", 403) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", accept } } };

            await ExpectAsync(await app.Http.SendAsync(request), status);
        }
    }

    [Test]
    public async Task Refusal_HasItsReason()
    {
        var problem = await ExpectAsync(await app.Http.GetAsync(new Uri("/refused", UriKind.Relative)), 403);

        Assert.That((problem.GetProperty("reason").GetString(), problem.GetProperty("detail").GetString()), Is.EqualTo(("plan", "Your plan ends at 480p.")));
    }

    [Test]
    public async Task WrongRole_Is403_RightRolePasses()
    {
        using var viewer = await app.SignInAsync("viewer");
        using var admin = await app.SignInAsync("admin");

        Assert.That(await viewer.GetStringAsync(new Uri("/own", UriKind.Relative)), Is.EqualTo("mine"));
        await ExpectAsync(await viewer.GetAsync(new Uri("/admin", UriKind.Relative)), 403);
        Assert.That(await admin.GetStringAsync(new Uri("/admin", UriKind.Relative)), Is.EqualTo("ours"));
    }

    [TestCase(null, null)]
    [TestCase(1, 1)]
    [TestCase(1_000_000, 100)]
    public void Page_InRange(int? page, int? limit) => Assert.That(Paging.Errors(page, limit), Is.Null);

    [TestCase(0, null, "page")]
    [TestCase(-5, 10, "page")]
    [TestCase(int.MaxValue, 10, "page")]
    [TestCase(1, 0, "limit")]
    [TestCase(1, 101, "limit")]
    public void Page_OutOfRange(int? page, int? limit, string field) => Assert.That(Paging.Errors(page, limit)!.Keys, Is.EqualTo(new[] { field }));

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task<JsonElement> ExpectAsync(HttpResponseMessage answer, int status)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.That(answer.StatusCode, Is.EqualTo((HttpStatusCode)status), text);
            Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"), text);
            Assert.That(text, Does.Not.Contain(Secret).And.Not.Contain("   at "));
            var problem = JsonDocument.Parse(text).RootElement;
            Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(status));
            foreach (var field in new[] { "type", "title", "detail", "traceId" })
            {
                Assert.That(problem.TryGetProperty(field, out var value) ? value.GetString() : null, Is.Not.Null.And.Not.Empty, $"{field} of {text}");
            }

            return problem;
        }
    }
}
