using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Catalog.Tests;

public class ImportTests
{
    private const string Ndjson = "application/x-ndjson";

    [Test]
    public async Task Lines_BecomeTitlesAndAgainChangeNothing()
    {
        var (one, two) = (Id(), Id());
        var lines = $$"""
            {"externalId": "{{one}}", "title": "Imported one", "type": "movie", "genres": ["Drama"], "releaseYear": 1999, "cast": ["Ada Import"], "director": "Bo Import"}

            {"externalId": "{{two}}", "title": "Imported two", "type": "series", "description": "Two.", "localizations": [{"language": "sv", "title": "Importerad"}]}
            """;

        Assert.That(Counts(await ImportAsync(lines)), Is.EqualTo((2, 0, 0, 0)));
        Assert.That(Counts(await ImportAsync(lines)), Is.EqualTo((0, 0, 2, 0)));
        Assert.That(Counts(await ImportAsync(lines.Replace("1999", "2001", StringComparison.Ordinal))), Is.EqualTo((0, 1, 1, 0)));
        var title = await FindAsync("Imported one");
        Assert.That(title.GetProperty("releaseYear").GetInt32(), Is.EqualTo(2001));
        Assert.That(title.GetProperty("state").GetString(), Is.EqualTo("draft"));
    }

    [Test]
    public async Task Announced_IsSeenByViewers()
    {
        var name = $"Announced {Guid.NewGuid():N}"[..20];
        await ImportAsync($$"""{"externalId": "{{Id()}}", "title": "{{name}}", "type": "movie", "rating": "G"}""", "announced");
        using var viewer = await CatalogApp.App.SignUpAsync();

        var found = await viewer.Http.GetAsync($"content/search?query={Uri.EscapeDataString(name)}").JsonAsync();

        Assert.That(found.GetProperty("items")[0].GetProperty("title").GetString(), Is.EqualTo(name));
    }

    [TestCase("not json", "this is not readable")]
    [TestCase("[1]", "this is not readable")]
    [TestCase("null", "Each line is a JSON object.")]
    [TestCase("""{"type": "movie"}""", "title: a title needs a name.")]
    [TestCase("""{"title": "X"}""", "type: say 'movie', 'series' or 'documentary'.")]
    [TestCase("""{"title": "X", "type": "opera"}""", "type: this is not readable")]
    [TestCase("""{"title": "X", "type": "movie", "releaseYear": "soon"}""", "releaseYear: this is not readable")]
    [TestCase("""{"title": "X", "type": "movie", "releaseYear": 1}""", "releaseYear: ")]
    [TestCase("""{"title": "X", "type": "movie", "rating": "ZZ"}""", "rating: ")]
    [TestCase("""{"title": "X", "type": "movie", "genres": "Drama"}""", "genres: this is not readable")]
    [TestCase("""{"title": "a\u0000b", "type": "movie"}""", "title: ")]
    public async Task BadLine_IsToldAndTheOthersAreTaken(string bad, string message)
    {
        var report = await ImportAsync($$"""
            {"externalId": "{{Id()}}", "title": "Before", "type": "movie"}
            {{bad}}
            {"externalId": "{{Id()}}", "title": "After", "type": "movie"}
            """);

        Assert.That(Counts(report), Is.EqualTo((2, 0, 0, 1)), report.ToString());
        var error = report.GetProperty("errors")[0];
        Assert.That(error.GetProperty("line").GetInt32(), Is.EqualTo(2));
        Assert.That(error.GetProperty("message").GetString(), Does.StartWith(message));
    }

    [Test]
    public async Task EndlessLine_IsOneBadLineAndHoldsNoMemory()
    {
        var report = await ImportAsync($$"""
            {"title": "{{new string('x', 3_000_000)}}", "type": "movie"}
            {"externalId": "{{Id()}}", "title": "After the long line", "type": "movie"}
            """);

        Assert.That(Counts(report), Is.EqualTo((1, 0, 0, 1)), report.ToString());
        Assert.That(report.GetProperty("errors")[0].GetProperty("line").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task SameIdTwice_TheLaterLineWins()
    {
        var id = Id();
        var report = await ImportAsync($$"""
            {"externalId": "{{id}}", "title": "First telling", "type": "movie"}
            {"externalId": "{{id}}", "title": "Second telling {{id}}", "type": "movie"}
            """);

        Assert.That(Counts(report), Is.EqualTo((1, 1, 0, 0)));
        Assert.That((await FindAsync($"Second telling {id}")).GetProperty("externalId").GetString(), Is.EqualTo(id));
    }

    [Test]
    public async Task SameImportTwiceAtOnce_MakesEachTitleOnce()
    {
        var ids = Enumerable.Range(0, 300).Select(_ => Id()).ToArray();
        var lines = string.Join('\n', ids.Select(id => $$"""{"externalId": "{{id}}", "title": "Raced", "type": "movie"}"""));

        var reports = await Task.WhenAll(ImportAsync(lines), ImportAsync(lines), ImportAsync(lines));

        Assert.That(reports.Sum(report => report.GetProperty("created").GetInt32()), Is.EqualTo(ids.Length));
        Assert.That(reports.Sum(report => report.GetProperty("failed").GetInt32()), Is.Zero);
    }

    [Test]
    public async Task Csv_IsReadByItsHeader()
    {
        var id = Id();
        var csv = $"externalId,title,type,genres,releaseYear,cast,description\n{id},\"A \"\"quoted\"\", name\",Movie,Drama|Crime,1987,Ada Csv|Bo Csv,\"Two\nlines\"\n,No type,,,,,\n{Id()},Odd year,movie,,soon,,\n";

        var report = await ImportAsync(csv, type: "text/csv");

        Assert.That(Counts(report), Is.EqualTo((1, 0, 0, 2)), report.ToString());
        Assert.That(report.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("line").GetInt32()), Is.EqualTo(new[] { 4, 5 }));
        var title = await FindAsync("A \"quoted\", name");
        Assert.That(title.GetProperty("genres").EnumerateArray().Select(genre => genre.GetString()), Is.EqualTo(new[] { "Drama", "Crime" }));
        Assert.That(title.GetProperty("cast").EnumerateArray().Select(name => name.GetString()), Is.EqualTo(new[] { "Ada Csv", "Bo Csv" }));
    }

    [Test]
    public async Task CsvLineWithMoreFieldsThanTheHeader_IsBad()
    {
        var report = await ImportAsync($"externalId,title,type\n{Id()},One, two,movie\n{Id()},Three,movie\n", type: "text/csv");

        Assert.That(Counts(report), Is.EqualTo((1, 0, 0, 1)), report.ToString());
    }

    [Test]
    public async Task PackedFile_IsRefused()
    {
        using var packed = Content("", Ndjson);
        packed.Headers.ContentEncoding.Add("gzip");

        await CatalogApp.Studio.Http.PostAsync("admin/content/import", packed).ProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Test]
    public async Task StrangerWithTheWrongKind_IsToldToSignIn()
    {
        using var json = Content("{}", "application/json");

        await CatalogApp.App.Anonymous.PostAsync("admin/content/import", json).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [TestCase("title,typ\nX,movie\n")]
    [TestCase("title,title\nX,Y\n")]
    public async Task CsvWithAWrongHeader_Is400(string csv)
    {
        using var content = Content(csv, "text/csv");

        var problem = await CatalogApp.Studio.Http.PostAsync("admin/content/import", content).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").TryGetProperty("header", out _), Is.True);
    }

    [TestCase(Ndjson)]
    [TestCase("text/csv")]
    public async Task EmptyFile_HasNoTitles(string type) => Assert.That(Counts(await ImportAsync("", type: type)), Is.EqualTo((0, 0, 0, 0)));

    [Test]
    public async Task WrongKindOrState_IsRefused()
    {
        using var json = Content("{}", "application/json");
        using var lines = Content("", Ndjson);
        using var again = Content("", Ndjson);

        await CatalogApp.Studio.Http.PostAsync("admin/content/import", json).ProblemAsync(HttpStatusCode.UnsupportedMediaType);
        await CatalogApp.Studio.Http.PostAsync("admin/content/import?state=published", lines).ProblemAsync(HttpStatusCode.BadRequest);
        await CatalogApp.Studio.Http.PostAsync("admin/content/import?state=seen", again).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task OnlyTheStudio_Imports()
    {
        using var viewer = await CatalogApp.App.SignUpAsync();
        using var lines = Content("", Ndjson);
        using var again = Content("", Ndjson);

        await viewer.Http.PostAsync("admin/content/import", lines).ProblemAsync(HttpStatusCode.Forbidden);
        await CatalogApp.App.Anonymous.PostAsync("admin/content/import", again).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    private static string Id() => $"test:{Guid.NewGuid():N}";

    private static async Task<JsonElement> ImportAsync(string lines, string state = "draft", string type = Ndjson)
    {
        using var content = Content(lines, type);
        return await CatalogApp.Studio.Http.PostAsync($"admin/content/import?state={state}", content).JsonAsync();
    }

    private static StringContent Content(string text, string type) => new(text, System.Text.Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private static (int, int, int, int) Counts(JsonElement report) =>
        (report.GetProperty("created").GetInt32(), report.GetProperty("updated").GetInt32(), report.GetProperty("unchanged").GetInt32(), report.GetProperty("failed").GetInt32());

    private static async Task<JsonElement> FindAsync(string title)
    {
        var list = await CatalogApp.Studio.Http.GetAsync($"admin/content?query={Uri.EscapeDataString(title)}").JsonAsync();
        return await CatalogApp.Studio.Http.GetAsync($"admin/content/{list.GetProperty("items")[0].GetProperty("contentId").GetGuid()}").JsonAsync();
    }
}
