using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Catalog.Tests;

public class TitlePageTests
{
    private static HttpClient Studio => CatalogApp.Studio.Http;

    [TestCase("pt-BR", "Título do Brasil")]
    [TestCase("pt-PT", "Título")]
    [TestCase("sv", "Localised film")]
    public async Task Text_IsInTheViewersLanguageOrTheNextBest(string language, string expected)
    {
        var film = await CatalogApp.PublishedAsync("Localised film");
        await Studio.PatchAsJsonAsync($"admin/content/{film}", new
        {
            localizations = new[] { new { language = "pt", title = "Título", description = "Descrição" }, new { language = "pt-BR", title = "Título do Brasil", description = "" } },
        }).JsonAsync();
        using var viewer = await CatalogApp.App.SignUpAsync();
        await viewer.Http.PatchAsJsonAsync($"profiles/{viewer.ProfileId}", new { language }).JsonAsync();

        var title = await viewer.Http.GetAsync($"content/{film}").JsonAsync();

        Assert.That(title.GetProperty("title").GetString(), Is.EqualTo(expected));
        Assert.That(title.GetProperty("description").GetString(), Is.EqualTo(language.StartsWith("pt", StringComparison.Ordinal) ? "Descrição" : "Made for a test."));
    }

    [Test]
    public async Task People_HaveIdsRolesAndCharacters()
    {
        var film = await CatalogApp.PublishedAsync("Peopled film");
        await Studio.PatchAsJsonAsync($"admin/content/{film}", new
        {
            credits = new object[] { new { name = "Ada Example", role = "actor", character = "Herself" }, new { name = "Ada Example", role = "writer" } },
        }).JsonAsync();
        using var viewer = await CatalogApp.App.SignUpAsync();
        await viewer.Http.PostAsJsonAsync($"content/{film}/rating", new { rating = 3 }).JsonAsync();

        var title = await viewer.Http.GetAsync($"content/{film}").JsonAsync();

        var people = title.GetProperty("people").EnumerateArray().ToList();
        Assert.That(people.Select(person => person.GetProperty("role").GetString()), Is.EqualTo(new[] { "actor", "director", "writer" }));
        Assert.That(people[0].GetProperty("character").GetString(), Is.EqualTo("Herself"));
        Assert.That(people[0].GetProperty("personId").GetGuid(), Is.EqualTo(people[2].GetProperty("personId").GetGuid()));
        await viewer.Http.GetAsync($"content/people/{people[0].GetProperty("personId").GetGuid()}").JsonAsync();
        Assert.That(title.GetProperty("cast").Deserialize<string[]>(), Is.EqualTo(new[] { "Ada Example" }));
        Assert.That((title.GetProperty("userRating").GetInt32(), title.GetProperty("averageRating").GetDouble(), title.GetProperty("totalRatings").GetInt32()), Is.EqualTo((3, 3.0, 1)));
        Assert.That((title.GetProperty("maturity").GetInt32(), title.GetProperty("inMyList").GetBoolean()), Is.EqualTo((8, false)));
    }

    [Test]
    public async Task WindowThatClosesSoon_IsTold()
    {
        var film = await CatalogApp.PublishedAsync("Leaving soon");
        using var viewer = await CatalogApp.App.SignUpAsync(country: "SE");
        var now = DateTimeOffset.UtcNow;

        Assert.That(await UntilAsync(new { region = "SE", from = (DateTimeOffset?)null, to = now.AddDays(10) }), Is.EqualTo(now.AddDays(10)).Within(TimeSpan.FromSeconds(1)));
        Assert.That(await UntilAsync(new { region = "SE", from = (DateTimeOffset?)null, to = now.AddDays(40) }), Is.Null);
        Assert.That(
            await UntilAsync(new { region = "*", from = (DateTimeOffset?)null, to = now.AddDays(5) }, new { region = "SE", from = (DateTimeOffset?)now.AddDays(5), to = now.AddDays(9) }),
            Is.EqualTo(now.AddDays(9)).Within(TimeSpan.FromSeconds(1)), "windows without a gap are one");
        Assert.That(
            await UntilAsync(new { region = "SE", from = (DateTimeOffset?)null, to = now.AddDays(5) }, new { region = "NO", from = (DateTimeOffset?)null, to = now.AddDays(90) }),
            Is.EqualTo(now.AddDays(5)).Within(TimeSpan.FromSeconds(1)), "another region's window does not count");

        async Task<DateTimeOffset?> UntilAsync(params object[] windows)
        {
            await Studio.PutAsJsonAsync($"admin/content/{film}/availability", windows).JsonAsync();
            var until = (await viewer.Http.GetAsync($"content/{film}").JsonAsync()).GetProperty("availableUntil");
            Assert.That((await Studio.GetAsync($"admin/content/{film}").JsonAsync()).GetProperty("availability").GetArrayLength(), Is.EqualTo(windows.Length));
            return until.ValueKind == JsonValueKind.Null ? null : until.GetDateTimeOffset();
        }
    }

    [Test]
    public async Task Series_ShowsItsEpisodes()
    {
        var series = await CatalogApp.Studio.CreateTitleAsync("Episodic", "series");
        foreach (var (season, episode) in new[] { (2, 1), (1, 2), (1, 1) })
        {
            var added = await Studio.PostAsJsonAsync($"admin/content/{series}/episodes", new { seasonNumber = season, episodeNumber = episode, title = $"{season}.{episode}" }).JsonAsync(HttpStatusCode.Created);
            await CatalogApp.DeliverAsync(CatalogApp.Ready(series, added.GetProperty("videoId").GetGuid()));
        }

        await CatalogApp.Studio.PublishAsync(series);
        using var viewer = await CatalogApp.App.SignUpAsync();

        var title = await viewer.Http.GetAsync($"content/{series}").JsonAsync();
        var episodes = await viewer.Http.GetAsync($"content/{series}/episodes").JsonAsync();

        Assert.That(title.GetProperty("seasons").ToString(), Is.EqualTo(episodes.GetProperty("seasons").ToString()));
        Assert.That(
            title.GetProperty("seasons").EnumerateArray().SelectMany(season => season.GetProperty("episodes").EnumerateArray()).Select(episode => episode.GetProperty("title").GetString()),
            Is.EqualTo(new[] { "1.1", "1.2", "2.1" }));
    }

    [Test]
    public async Task RatingSystems_AreListedForTheStudio()
    {
        var systems = (await Studio.GetAsync("admin/content/ratings").JsonAsync()).GetProperty("systems").EnumerateArray().ToList();
        var labels = systems.SelectMany(system => system.GetProperty("labels").EnumerateArray()).ToDictionary(label => label.GetProperty("rating").GetString()!, label => label.GetProperty("age").GetInt32());

        Assert.That((labels["PG-13"], labels["AU:M"], labels["BR:L"], labels["DE:16"]), Is.EqualTo((13, 15, 0, 16)));
        using var viewer = await CatalogApp.App.SignUpAsync();
        await viewer.Http.GetAsync("admin/content/ratings").ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task StudioRoutes_RefuseStrangers()
    {
        var id = await CatalogApp.Studio.CreateTitleAsync();
        using var viewer = await CatalogApp.App.SignUpAsync();
        foreach (var (method, path) in new[]
        {
            ("GET", ""), ("POST", ""), ("GET", $"/{id}"), ("PATCH", $"/{id}"), ("DELETE", $"/{id}"), ("PUT", $"/{id}/availability"), ("POST", $"/{id}/publish"), ("POST", $"/{id}/unpublish"),
            ("POST", $"/{id}/seasons"), ("POST", $"/{id}/episodes"), ("POST", $"/{id}/trailer"), ("DELETE", $"/{id}/trailer"), ("GET", $"/{id}/artwork"), ("PUT", $"/{id}/artwork"), ("GET", "/ratings"),
        })
        {
            await SendAsync(CatalogApp.App.Anonymous).ProblemAsync(HttpStatusCode.Unauthorized);
            await SendAsync(viewer.Http).ProblemAsync(HttpStatusCode.Forbidden);

            async Task<HttpResponseMessage> SendAsync(HttpClient client)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), $"admin/content{path}") { Content = method == "GET" ? null : JsonContent.Create(new { }) };
                return await client.SendAsync(request);
            }
        }
    }

    [TestCase("{}", "seasonNumber")]
    [TestCase("{\"seasonNumber\":-1,\"episodeNumber\":1,\"title\":\"A\"}", "seasonNumber")]
    [TestCase("{\"seasonNumber\":1,\"episodeNumber\":10001,\"title\":\"A\"}", "episodeNumber")]
    [TestCase("{\"seasonNumber\":1,\"episodeNumber\":1}", "title")]
    [TestCase("{\"seasonNumber\":1,\"episodeNumber\":1,\"title\":\"\"}", "title")]
    public async Task BadEpisode_NamesTheField(string body, string field)
    {
        var series = await CatalogApp.Studio.CreateTitleAsync("A series", "series");

        var problem = await Studio.PostAsync($"admin/content/{series}/episodes", Viewers.Json(body)).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").TryGetProperty(field, out var texts), problem.ToString());
        Assert.That(texts[0].GetString(), Does.Not.Contain("'"));
    }

    [TestCase("[{\"name\":\"A\"}]")]
    [TestCase("[{\"name\":\"\",\"role\":\"actor\"}]")]
    [TestCase("[{\"name\":\"A\",\"role\":\"gaffer\"}]")]
    [TestCase("[null]")]
    public async Task BadCredits_NameTheField(string credits)
    {
        var problem = await Studio.PostAsync("admin/content", Viewers.Json($"{{\"title\":\"A\",\"type\":\"movie\",\"credits\":{credits}}}")).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").TryGetProperty("credits", out _), problem.ToString());
    }
}
