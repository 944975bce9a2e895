using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Catalog.Tests;

public class StudioRouteTests
{
    private static HttpClient Studio => CatalogApp.Studio.Http;

    [TestCase("{}", "title")]
    [TestCase("{\"title\":\"A\"}", "type")]
    [TestCase("{\"title\":\"\",\"type\":\"movie\"}", "title")]
    [TestCase("{\"title\":\"A\\u0000B\",\"type\":\"movie\"}", "title")]
    [TestCase("{\"title\":\"A\",\"type\":\"movie\",\"releaseYear\":12}", "releaseYear")]
    [TestCase("{\"title\":\"A\",\"type\":\"movie\",\"rating\":\"PG-99\"}", "rating")]
    [TestCase("{\"title\":\"A\",\"type\":\"movie\",\"language\":\"english please\"}", "language")]
    [TestCase("{\"title\":\"A\",\"type\":\"movie\",\"genres\":[\"\"]}", "genres")]
    [TestCase("{\"title\":\"A\",\"type\":\"movie\",\"genres\":[null]}", "genres")]
    [TestCase("{\"title\":\"A\",\"type\":\"movie\",\"state\":\"published\"}", "state")]
    [TestCase("{\"title\":\"A\",\"type\":\"opera\"}", "type")]
    [TestCase("{\"title\":\"A\",\"type\":\"movie\",\"genres\":\"Drama\"}", "genres")]
    public async Task BadTitle_NamesTheField(string body, string field)
    {
        var problem = await Studio.PostAsync("admin/content", Json(body)).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.TryGetProperty("errors", out var errors) && errors.TryGetProperty(field, out _), problem.ToString());
    }

    [TestCase("{\"title\":\"A\",\"type\":\"opera\"}")]
    [TestCase("{\"title\":5,\"type\":\"movie\"}")]
    [TestCase("{\"title\":\"A\",\"type\":7}")]
    [TestCase("{\"title\":\"\\ud800\",\"type\":\"movie\"}")]
    [TestCase("null")]
    [TestCase("")]
    [TestCase("[1")]
    public async Task UnreadableTitle_Is400(string body) => await Studio.PostAsync("admin/content", Json(body)).ProblemAsync(HttpStatusCode.BadRequest);

    [Test]
    public async Task NotJson_Is415() =>
        await Studio.PostAsync("admin/content", new StringContent("a=b", null, "text/plain")).ProblemAsync(HttpStatusCode.UnsupportedMediaType);

    [Test]
    public async Task Title_KeepsAllItsFieldsAndPatchChangesOnlyThoseSent()
    {
        var contentId = await CatalogApp.Studio.CreateTitleAsync("Before");

        var patched = await Studio.PatchAsJsonAsync($"admin/content/{contentId}", new { title = "After", genres = new[] { "Comedy", "Comedy", "Drama" } }).JsonAsync();
        var read = await Studio.GetAsync($"admin/content/{contentId}").JsonAsync();

        Assert.That(read.ToString(), Is.EqualTo(patched.ToString()));
        Assert.That(read.GetProperty("title").GetString(), Is.EqualTo("After"));
        Assert.That(read.GetProperty("genres").Deserialize<string[]>(), Is.EqualTo(new[] { "Comedy", "Drama" }));
        Assert.That(read.GetProperty("cast").Deserialize<string[]>(), Is.EqualTo(new[] { "Ada Example" }));
        Assert.That(read.GetProperty("directors").Deserialize<string[]>(), Is.EqualTo(new[] { "Bo Example" }));
        Assert.That(read.GetProperty("releaseYear").GetInt32(), Is.EqualTo(2024));
    }

    [Test]
    public async Task SameExternalIdTwice_Is409()
    {
        var externalId = Guid.NewGuid().ToString();
        await Studio.PostAsJsonAsync("admin/content", new { title = "One", type = "movie", externalId }).JsonAsync(HttpStatusCode.Created);

        await Studio.PostAsJsonAsync("admin/content", new { title = "Two", type = "movie", externalId }).ProblemAsync(HttpStatusCode.Conflict);
    }

    [Test]
    public async Task PublishWithoutVideo_Is409() =>
        await Studio.PostAsync($"admin/content/{await CatalogApp.Studio.CreateTitleAsync()}/publish", null).ProblemAsync(HttpStatusCode.Conflict);

    [Test]
    public async Task Film_HasNoSeasons() =>
        await Studio.PostAsJsonAsync($"admin/content/{await CatalogApp.Studio.CreateTitleAsync()}/seasons", new { number = 1 }).ProblemAsync(HttpStatusCode.Conflict);

    [Test]
    public async Task SameEpisodeTwiceAtOnce_OneIs409()
    {
        var series = await CatalogApp.Studio.CreateTitleAsync("A series", "series");
        await Studio.PostAsJsonAsync($"admin/content/{series}/seasons", new { number = 1 }).JsonAsync(HttpStatusCode.Created);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            Studio.PostAsJsonAsync($"admin/content/{series}/episodes", new { seasonNumber = 1, episodeNumber = 1, title = "Pilot" })));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict), Is.EqualTo(4));
    }

    [TestCase("[{\"region\":\"sweden\"}]")]
    [TestCase("[{\"region\":null}]")]
    [TestCase("[null]")]
    [TestCase("[{\"region\":\"SE\",\"from\":\"2030-01-01T00:00:00Z\",\"to\":\"2029-01-01T00:00:00Z\"}]")]
    public async Task BadWindow_Is400(string body) =>
        await Studio.PutAsync($"admin/content/{await CatalogApp.Studio.CreateTitleAsync()}/availability", Json(body)).ProblemAsync(HttpStatusCode.BadRequest);

    [Test]
    public async Task UnknownTitle_Is404OnEveryRoute()
    {
        var id = Guid.NewGuid();
        await Studio.GetAsync($"admin/content/{id}").ProblemAsync(HttpStatusCode.NotFound);
        await Studio.PatchAsJsonAsync($"admin/content/{id}", new { title = "A" }).ProblemAsync(HttpStatusCode.NotFound);
        await Studio.DeleteAsync($"admin/content/{id}").ProblemAsync(HttpStatusCode.NotFound);
        await Studio.PostAsync($"admin/content/{id}/publish", null).ProblemAsync(HttpStatusCode.NotFound);
        await Studio.PostAsync($"admin/content/{id}/unpublish", null).ProblemAsync(HttpStatusCode.NotFound);
        await Studio.PutAsJsonAsync($"admin/content/{id}/availability", Array.Empty<object>()).ProblemAsync(HttpStatusCode.NotFound);
        await Studio.PostAsJsonAsync($"admin/content/{id}/seasons", new { number = 1 }).ProblemAsync(HttpStatusCode.NotFound);
        await Studio.PostAsJsonAsync($"admin/content/{id}/episodes", new { seasonNumber = 1, episodeNumber = 1, title = "A" }).ProblemAsync(HttpStatusCode.NotFound);
        await Studio.GetAsync("admin/content/not-a-guid").ProblemAsync(HttpStatusCode.NotFound);
    }

    [TestCase("page=0")]
    [TestCase("limit=0")]
    [TestCase("limit=101")]
    [TestCase("page=x")]
    [TestCase("page=99999999999")]
    public async Task BadPage_Is400(string query) => await Studio.GetAsync($"admin/content?{query}").ProblemAsync(HttpStatusCode.BadRequest);

    private static StringContent Json(string body) => new(body, null, "application/json");

    [Test]
    public async Task SeriesWithSeasonsAndEpisodes_IsDeleted()
    {
        var series = await CatalogApp.Studio.CreateTitleAsync("A series to delete", "series");
        foreach (var number in new[] { 1, 2 })
        {
            await (await CatalogApp.Studio.Http.PostAsJsonAsync($"admin/content/{series}/episodes", new { seasonNumber = 1, episodeNumber = number, title = $"Part {number}" })).ExpectAsync(HttpStatusCode.Created);
        }

        await (await CatalogApp.Studio.Http.PostAsJsonAsync($"admin/content/{series}/seasons", new { number = 2 })).ExpectAsync(HttpStatusCode.Created);

        await (await CatalogApp.Studio.Http.DeleteAsync($"admin/content/{series}")).ExpectAsync(HttpStatusCode.NoContent);
        await CatalogApp.Studio.Http.GetAsync($"admin/content/{series}").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task EditThatChangesNothing_LeavesTheTag()
    {
        var title = await CatalogApp.Studio.CreateTitleAsync("Unchanged");
        var before = (await CatalogApp.Studio.Http.GetAsync($"admin/content/{title}")).Headers.ETag;

        await (await CatalogApp.Studio.Http.PatchAsJsonAsync($"admin/content/{title}", new { title = "Unchanged" })).ExpectAsync(HttpStatusCode.OK);

        Assert.That((await CatalogApp.Studio.Http.GetAsync($"admin/content/{title}")).Headers.ETag, Is.EqualTo(before));
    }

    [Test]
    public async Task UnreadableWindow_NamesItsField()
    {
        var title = await CatalogApp.Studio.CreateTitleAsync("Windowless");

        var problem = await CatalogApp.Studio.Http.PutAsJsonAsync($"admin/content/{title}/availability", new[] { new { region = "*", from = "soon" } }).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").TryGetProperty("from", out _), Is.True, problem.ToString());
    }
}
