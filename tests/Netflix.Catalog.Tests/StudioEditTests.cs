using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Catalog.Tests;

/// <summary>Edits of one title by several at once: ETag, If-Match, and none lost.</summary>
public class StudioEditTests
{
    private static HttpClient Studio => CatalogApp.Studio.Http;

    [Test]
    public async Task EveryEdit_AnswersTheRevisionThatTheNextReadHas()
    {
        using var created = await Studio.PostAsJsonAsync("admin/content", new { title = "Revised", type = "series" });
        var contentId = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("contentId").GetGuid();
        var seen = new HashSet<string> { Tag(created) };

        foreach (var edit in new[]
        {
            () => Studio.PatchAsJsonAsync($"admin/content/{contentId}", new { title = "Revised again" }),
            () => Studio.PostAsJsonAsync($"admin/content/{contentId}/seasons", new { number = 1 }),
            () => Studio.PostAsJsonAsync($"admin/content/{contentId}/episodes", new { seasonNumber = 1, episodeNumber = 1, title = "One" }),
            () => Studio.PutAsJsonAsync($"admin/content/{contentId}/availability", new[] { new { region = "SE" } }),
            () => Studio.PostAsync($"admin/content/{contentId}/unpublish", null),
        })
        {
            using var answer = await edit();
            Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            Assert.That(seen.Add(Tag(answer)), $"{answer.RequestMessage} did not change the revision");
            Assert.That(Tag(await Studio.GetAsync($"admin/content/{contentId}")), Is.EqualTo(Tag(answer)));
        }
    }

    [Test]
    public async Task StaleIfMatch_Is412OnEveryRouteAndChangesNothing()
    {
        var contentId = await CatalogApp.Studio.CreateTitleAsync("Kept", "series");
        var stale = Tag(await Studio.GetAsync($"admin/content/{contentId}"));
        await Studio.PatchAsJsonAsync($"admin/content/{contentId}", new { title = "Changed by another" }).JsonAsync();
        var before = await Studio.GetAsync($"admin/content/{contentId}").JsonAsync();

        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Patch, "", new { title = "Lost" }), (HttpMethod.Delete, "", null), (HttpMethod.Put, "/availability", Array.Empty<object>()),
            (HttpMethod.Post, "/publish", null), (HttpMethod.Post, "/unpublish", null), (HttpMethod.Post, "/seasons", new { number = 1 }),
            (HttpMethod.Post, "/episodes", new { seasonNumber = 1, episodeNumber = 1, title = "A" }), (HttpMethod.Post, "/trailer", null), (HttpMethod.Delete, "/trailer", null),
        })
        {
            var problem = await SendAsync(method, $"admin/content/{contentId}{path}", stale, body).ProblemAsync(HttpStatusCode.PreconditionFailed);
            Assert.That(problem.GetProperty("detail").GetString(), Does.Contain("meanwhile"));
        }

        Assert.That((await Studio.GetAsync($"admin/content/{contentId}").JsonAsync()).ToString(), Is.EqualTo(before.ToString()));
    }

    [TestCase("{0}", HttpStatusCode.OK)]
    [TestCase("\"none\", {0}", HttpStatusCode.OK)]
    [TestCase("*", HttpStatusCode.OK)]
    [TestCase("\"none\"", HttpStatusCode.PreconditionFailed)]
    [TestCase("W/{0}", HttpStatusCode.PreconditionFailed)]
    [TestCase("17", HttpStatusCode.BadRequest)]
    [TestCase("\"half", HttpStatusCode.BadRequest)]
    public async Task IfMatch_IsReadAsTheStandardSays(string header, HttpStatusCode expected)
    {
        var contentId = await CatalogApp.Studio.CreateTitleAsync();
        var tag = Tag(await Studio.GetAsync($"admin/content/{contentId}"));

        using var answer = await SendAsync(HttpMethod.Patch, $"admin/content/{contentId}", header.Replace("{0}", tag, StringComparison.Ordinal), new { title = "Edited" });

        await answer.ExpectAsync(expected);
    }

    [Test]
    public async Task KnownRevision_Is304()
    {
        var contentId = await CatalogApp.Studio.CreateTitleAsync();
        var tag = Tag(await Studio.GetAsync($"admin/content/{contentId}"));

        using var same = await GetAsync(tag);
        using var listed = await GetAsync($"\"x\", W/{tag}");
        using var other = await GetAsync("\"x\"");

        Assert.That(new[] { same.StatusCode, listed.StatusCode, other.StatusCode }, Is.EqualTo(new[] { HttpStatusCode.NotModified, HttpStatusCode.NotModified, HttpStatusCode.OK }));
        Assert.That(Tag(same), Is.EqualTo(tag));
        Assert.That(await same.Content.ReadAsStringAsync(), Is.Empty);

        async Task<HttpResponseMessage> GetAsync(string known)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"admin/content/{contentId}");
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
            return await Studio.SendAsync(request);
        }
    }

    [Test]
    public async Task FinishedEncode_ChangesTheRevision()
    {
        var contentId = await CatalogApp.Studio.CreateTitleAsync();
        using var before = await Studio.GetAsync($"admin/content/{contentId}");
        var videoId = (await before.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("videoId").GetGuid();

        await CatalogApp.DeliverAsync(CatalogApp.Ready(contentId, videoId));

        Assert.That(Tag(await Studio.GetAsync($"admin/content/{contentId}")), Is.Not.EqualTo(Tag(before)), "else 'playable' would be answered 304 for ever");
    }

    [Test]
    public async Task ConcurrentPatches_LoseNoField()
    {
        var contentId = await CatalogApp.Studio.CreateTitleAsync("Edited by many");
        object[] edits =
        [
            new { title = "New name" }, new { description = "New text" }, new { rating = "R" }, new { releaseYear = 1999 }, new { language = "sv" },
            new { genres = new[] { "Comedy" } }, new { cast = new[] { "Cy Example", "Di Example" } }, new { director = "Ed Example" },
            new { localizations = new[] { new { language = "fr", title = "Nouveau", description = "" } } }, new { externalId = $"{contentId}" },
        ];

        var answers = await Task.WhenAll(edits.Select(edit => Studio.PatchAsJsonAsync($"admin/content/{contentId}", edit)));

        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(answers.Select(Tag).Distinct().Count(), Is.EqualTo(edits.Length));
        var title = await Studio.GetAsync($"admin/content/{contentId}").JsonAsync();
        foreach (var edit in edits.Select(edit => JsonSerializer.SerializeToElement(edit)).SelectMany(edit => edit.EnumerateObject()).Where(edit => edit.Name != "director"))
        {
            Assert.That(title.GetProperty(edit.Name).ToString(), Is.EqualTo(edit.Value.ToString()), edit.Name);
        }

        Assert.That(title.GetProperty("directors")[0].GetString(), Is.EqualTo("Ed Example"));
    }

    [Test]
    public async Task ConcurrentPatchesOfOneRevision_OneWins()
    {
        var contentId = await CatalogApp.Studio.CreateTitleAsync("Raced");
        var tag = Tag(await Studio.GetAsync($"admin/content/{contentId}"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => SendAsync(HttpMethod.Patch, $"admin/content/{contentId}", tag, new { title = $"Racer {i}" })));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed), Is.EqualTo(9));
    }

    [Test]
    public async Task Null_ClearsWhatATitleCanBeWithout()
    {
        var contentId = await CatalogApp.Studio.CreateTitleAsync();
        await Studio.PatchAsJsonAsync($"admin/content/{contentId}", new { externalId = $"{contentId}" }).JsonAsync();

        var cleared = await Studio.PatchAsJsonAsync($"admin/content/{contentId}", new { rating = (string?)null, releaseYear = (int?)null, language = (string?)null, externalId = (string?)null, title = (string?)null }).JsonAsync();

        foreach (var field in new[] { "rating", "releaseYear", "language", "externalId" })
        {
            Assert.That(cleared.GetProperty(field).ValueKind, Is.EqualTo(JsonValueKind.Null), field);
        }

        Assert.That(cleared.GetProperty("title").GetString(), Is.EqualTo("A test film"), "a title needs a name");
        Assert.That(cleared.GetProperty("maturity").GetInt32(), Is.EqualTo(Maturity.Unrated));
    }

    [Test]
    public async Task Crew_IsKeptBesideTheCast()
    {
        var contentId = await CatalogApp.Studio.CreateTitleAsync();
        await Studio.PatchAsJsonAsync($"admin/content/{contentId}", new
        {
            credits = new object[] { new { name = "Ada Example", role = "actor", character = "The pilot" }, new { name = "Fi Example", role = "writer" }, new { name = "Gus Example", role = "composer" } },
        }).JsonAsync();

        var title = await Studio.PatchAsJsonAsync($"admin/content/{contentId}", new { cast = new[] { "Zed Example", "Ada Example" } }).JsonAsync();

        var credits = title.GetProperty("credits").EnumerateArray().Select(credit => $"{credit.GetProperty("role")} {credit.GetProperty("name")} {credit.GetProperty("character")}".Trim());
        Assert.That(credits, Is.EqualTo(new[] { "actor Zed Example", "actor Ada Example The pilot", "director Bo Example", "writer Fi Example", "composer Gus Example" }));
    }

    private static string Tag(HttpResponseMessage answer) => answer.Headers.ETag?.ToString() ?? throw new AssertionException($"no ETag: {answer}");

    private static async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string ifMatch, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await Studio.SendAsync(request);
    }
}
