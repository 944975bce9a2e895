using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Netflix.Testing;

namespace Netflix.Host.Tests;

/// <summary>Every route of the OpenAPI document, asked by those who may not.</summary>
public class AccessJourney
{
    /// <summary>Open by design: how one gets a token, pictures in pages, and addresses that carry their own signature.</summary>
    private static readonly string[] Open =
    [
        "/api/v1/auth/signup", "/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/auth/password/forgot", "/api/v1/auth/password/reset",
        "/api/v1/auth/device/code", "/api/v1/auth/device/token",
        "/api/v1/artwork/", "/manifest.m3u8", "/on/", "/manifest.mpd", "/license", "/key/", "/thumbnails.vtt", "/text/", "/steering.json", "/internal/", "/media/",
    ];

    [Test]
    public async Task WithoutToken_EveryClosedRouteIs401()
    {
        var routes = (await RoutesAsync()).Where(route => !Open.Any(route.Path.Contains)).ToList();
        Assert.That(routes, Has.Count.GreaterThan(30));
        foreach (var (method, path) in routes)
        {
            await FilmApp.App.Anonymous.SendAsync(Request(method, path)).ProblemAsync(HttpStatusCode.Unauthorized);
        }
    }

    [Test]
    public async Task RubbishToken_Is401()
    {
        var request = Request(HttpMethod.Get, "/api/v1/account");
        request.Headers.Authorization = new("Bearer", "rubbish");

        await FilmApp.App.Anonymous.SendAsync(request).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task Viewer_MayUseNoRouteOfTheStudioOrOperators()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var routes = (await RoutesAsync()).Where(route => route.Path.StartsWith("/api/v1/admin", StringComparison.Ordinal)).ToList();
        Assert.That(routes, Has.Count.GreaterThan(10));
        foreach (var (method, path) in routes)
        {
            await viewer.Http.SendAsync(Request(method, path)).ProblemAsync(HttpStatusCode.Forbidden);
        }
    }

    [Test]
    public async Task Document_DescribesEachRouteByItsOwnBody()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(await FilmApp.App.Anonymous.GetStringAsync(FilmApp.App.BaseUrl + "/openapi/v1.json"));

        var start = document.GetProperty("paths").GetProperty("/api/v1/streaming/start").GetProperty("post");
        var name = start.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString()!.Split('/')[^1];
        var fields = document.GetProperty("components").GetProperty("schemas").GetProperty(name).GetProperty("properties").EnumerateObject().Select(field => field.Name);
        Assert.That(fields, Does.Contain("videoId").And.Not.Contain("password"));
        Assert.That(start.GetProperty("responses").TryGetProperty("401", out _));
    }

    [Test]
    public async Task UnknownRoute_IsAProblemNotThePage()
    {
        using var viewer = await FilmApp.App.SignUpAsync();

        await viewer.Http.GetAsync("nothing/here").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task HealthAndAlive_AnswerAnybody()
    {
        foreach (var path in new[] { "/health", "/alive" })
        {
            var response = await FilmApp.App.Anonymous.GetAsync(FilmApp.App.BaseUrl + path);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string path) => new(method, FilmApp.App.BaseUrl + path)
    {
        Content = method == HttpMethod.Post || method == HttpMethod.Put || method == HttpMethod.Patch ? new StringContent("{}", null, path.EndsWith("/import", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json") : null,
    };

    private static async Task<List<(HttpMethod Method, string Path)>> RoutesAsync()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(await FilmApp.App.Anonymous.GetStringAsync(FilmApp.App.BaseUrl + "/openapi/v1.json"));
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Where(operation => operation.Name is "get" or "post" or "put" or "patch" or "delete") // HEAD answers have no body to check
            .Select(operation => (HttpMethod.Parse(operation.Name), Fill(path.Name))))];
    }

    private static string Fill(string path) =>
        Regex.Replace(path, @"\{[^}]*\}", _ => Guid.NewGuid().ToString());
}
