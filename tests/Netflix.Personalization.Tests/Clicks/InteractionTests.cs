using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Personalization.Clicks;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Personalization.Tests.Clicks;

/// <summary>What was seen and clicked is collected, and learned from.</summary>
public sealed class InteractionTests
{
    [Test]
    public async Task PictureThatIsClicked_ComesToBeShown_AndItsProbabilityIsLogged()
    {
        const string Heist = "Heist";
        var films = await PersonalizationApp.PublishAsync([.. Enumerable.Range(1, 6).Select(i => ($"Heist {i}", Heist, "R"))]);
        var film = films[0];
        using var viewer = await PersonalizationApp.App.SignUpAsync();
        await PersonalizationApp.WatchAsync(viewer, films[1]);
        await HomeTests.UntilPersonalAsync(viewer, rows => CardOf(rows, film.ContentId) is not null);
        var row = new { rowId = "taste-heist", rowPlace = 2, place = 1 };

        // The third still is clicked each time it is shown, no other ever.
        var random = 0;
        for (var round = 0; round < 60; round++)
        {
            var card = CardOf(await PersonalizationApp.HomeAsync(viewer), film.ContentId)!.Value;
            var isThird = card.GetProperty("thumbnailUrl").GetString()!.EndsWith("art-3.jpg", StringComparison.Ordinal);
            random += isThird ? 1 : 0;
            var seen = new { type = "impression", contentId = film.ContentId, row.rowId, row.rowPlace, row.place };
            await SendAsync(viewer, isThird ? [seen, seen with { type = "click" }] : [seen]);
            await LearnAsync();
            // Saying anything makes the page anew.
            await (await viewer.Http.PutAsJsonAsync($"profiles/{viewer.ProfileId}/taste/picks", new { contentIds = Array.Empty<Guid>() })).ExpectAsync(HttpStatusCode.NoContent);
        }

        TestContext.Out.WriteLine($"the clicked picture was shown {random} times of 60");
        Assert.That(random, Is.GreaterThan(30));
        var logged = await RowsAsync("select picture, propensity, context from personalization.interactions where profile_id = $1", viewer.ProfileId);
        Assert.That(logged.Select(one => (int)one[0]!), Is.All.InRange(1, 4));
        Assert.That(logged.Select(one => (float)one[1]!), Is.All.GreaterThan(0).And.All.LessThanOrEqualTo(1));
        Assert.That(logged.Select(one => one[2]), Is.All.EqualTo(Heist));
    }

    [Test]
    public async Task RowThatAProfileChoosesFrom_StandsHigher()
    {
        using var viewer = await PersonalizationApp.App.SignUpAsync();
        await PersonalizationApp.WatchAsync(viewer, PersonalizationApp.Of(PersonalizationApp.Action).First());
        var rows = await HomeTests.UntilPersonalAsync(viewer, rows => rows.Any(row => Algorithm(row) == "hybrid"));
        var before = PlaceOf(rows, "newest");
        Assert.That(before, Is.GreaterThan(0));

        var newest = rows[before];
        for (var i = 0; i < 3; i++)
        {
            await SendAsync(viewer, [.. PersonalizationApp.Ids(newest).Take(10).Select((id, place) =>
                (object)new { type = "click", contentId = id, rowId = newest.GetProperty("id").GetString(), rowPlace = before, place })]);
        }

        await LearnAsync();
        await (await viewer.Http.PutAsJsonAsync($"profiles/{viewer.ProfileId}/taste/picks", new { contentIds = Array.Empty<Guid>() })).ExpectAsync(HttpStatusCode.NoContent);

        Assert.That(PlaceOf(await PersonalizationApp.HomeAsync(viewer), "newest"), Is.LessThan(before));
    }

    [Test]
    public async Task LearningAgain_CountsNothingTwice()
    {
        using var viewer = await PersonalizationApp.App.SignUpAsync();
        await SendAsync(viewer, [new { type = "impression", contentId = PersonalizationApp.Films[0].ContentId, rowId = "trending", rowPlace = 0, place = 0 }]);

        await LearnAsync();
        await LearnAsync();

        var counts = await RowsAsync("select seen, clicked from personalization.row_clicks where profile_id = $1", viewer.ProfileId);
        Assert.That(counts.Single(), Is.EqualTo(new object[] { 1.0, 0.0 }));
    }

    [TestCase("""{"events": []}""")]
    [TestCase("""{"events": null}""")]
    [TestCase("""{}""")]
    [TestCase("""{"events": [null]}""")]
    [TestCase("""{"events": [{"type": "look", "contentId": "0198f7a0-0000-7000-8000-000000000000", "rowId": "trending", "rowPlace": 0, "place": 0}]}""")]
    [TestCase("""{"events": [{"type": "click", "rowId": "trending", "rowPlace": 0, "place": 0}]}""")]
    [TestCase("""{"events": [{"type": "click", "contentId": "0198f7a0-0000-7000-8000-000000000000", "rowId": "nowhere", "rowPlace": 0, "place": 0}]}""")]
    [TestCase("""{"events": [{"type": "click", "contentId": "0198f7a0-0000-7000-8000-000000000000", "rowId": "trending", "rowPlace": -1, "place": 0}]}""")]
    [TestCase("""{"events": [{"type": "click", "contentId": "0198f7a0-0000-7000-8000-000000000000", "rowId": "trending", "rowPlace": 0, "place": 5000000000}]}""")]
    [TestCase("""[]""")]
    public async Task WrongEvents_AreRefused(string body)
    {
        using var viewer = await PersonalizationApp.App.SignUpAsync();
        await viewer.Http.PostAsync("content/interactions", new StringContent(body, null, "application/json")).ProblemAsync(HttpStatusCode.BadRequest);
        var many = Enumerable.Repeat(new { type = "click", contentId = Guid.NewGuid(), rowId = "trending", rowPlace = 0, place = 0 }, 201);
        await viewer.Http.PostAsJsonAsync("content/interactions", new { events = many }).ProblemAsync(HttpStatusCode.BadRequest);
    }

    private static async Task SendAsync(TestUser viewer, object[] events) =>
        await (await viewer.Http.PostAsJsonAsync("content/interactions", new { events })).ExpectAsync(HttpStatusCode.Accepted);

    private static Task LearnAsync() =>
        PersonalizationApp.App.Services.GetRequiredService<LearnFromClicks>().LearnAsync(TimeSpan.Zero, CancellationToken.None);

    private static async Task<List<object?[]>> RowsAsync(string sql, Guid profileId)
    {
        await using var source = NpgsqlDataSource.Create(PersonalizationApp.App.ConnectionString);
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = profileId });
        var rows = new List<object?[]>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private static string Algorithm(JsonElement row) => row.GetProperty("algorithm").GetString()!;

    private static int PlaceOf(IReadOnlyList<JsonElement> rows, string algorithm) => rows.Select(Algorithm).ToList().IndexOf(algorithm);

    private static JsonElement? CardOf(IReadOnlyList<JsonElement> rows, Guid contentId) => rows.Where(row => Algorithm(row) is "hybrid" or "similar" or "taste")
        .SelectMany(row => row.GetProperty("items").EnumerateArray()).Where(card => card.GetProperty("contentId").GetGuid() == contentId).Select(card => (JsonElement?)card).FirstOrDefault();
}
