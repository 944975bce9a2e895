using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Contracts;
using Netflix.Personalization.Home;
using Netflix.Testing;

namespace Netflix.Personalization.Tests;

/// <summary>What a profile's home page holds, over HTTP.</summary>
public sealed class HomeTests
{
    [Test]
    public async Task TwoTastes_HaveTwoPages_EachWithWhatWasWatchedAsItsReason()
    {
        using var fighter = await PersonalizationApp.App.SignUpAsync();
        using var lover = await PersonalizationApp.App.SignUpAsync();
        var before = await PersonalizationApp.HomeAsync(fighter);
        Assert.That(before.Select(Algorithm), Has.None.EqualTo("hybrid").And.None.EqualTo("similar"), "nothing is known yet");

        foreach (var film in PersonalizationApp.Of(PersonalizationApp.Action).Take(3))
        {
            await PersonalizationApp.WatchAsync(fighter, film);
        }

        foreach (var film in PersonalizationApp.Of(PersonalizationApp.Romance).Take(3))
        {
            await PersonalizationApp.WatchAsync(lover, film);
        }

        var (his, hers) = (await UntilPersonalAsync(fighter, rows => rows.Count(row => Algorithm(row) == "similar") == 2), await UntilPersonalAsync(lover, rows => rows.Count(row => Algorithm(row) == "similar") == 2));
        Assert.Multiple(() =>
        {
            Assert.That(GenreOf(Row(his, "hybrid")), Is.EqualTo(PersonalizationApp.Action));
            Assert.That(GenreOf(Row(hers, "hybrid")), Is.EqualTo(PersonalizationApp.Romance));
            Assert.That(Row(his, "taste").GetProperty("title").GetString(), Is.EqualTo("Action for you"));
            Assert.That(Row(hers, "taste").GetProperty("title").GetString(), Is.EqualTo("Romance for you"));
            Assert.That(Row(his, "similar").GetProperty("title").GetString(), Does.Match("^Because you watched Chase [23]$"), "the newest");
            Assert.That(Row(his, "hybrid").GetProperty("personalized").GetBoolean());
        });
        var watched = PersonalizationApp.Of(PersonalizationApp.Action).Take(3).Select(film => film.ContentId);
        Assert.That(his.Where(row => Algorithm(row) is "hybrid" or "similar" or "taste").SelectMany(PersonalizationApp.Ids), Has.None.AnyOf(watched.Cast<object>().ToArray()), "what was seen is not recommended");
        var card = Row(his, "hybrid").GetProperty("items")[0];
        Assert.That(card.GetProperty("matchScore").GetInt32(), Is.InRange(50, 99));
        Assert.That(card.GetProperty("reason").GetString(), Is.Not.Empty);
    }

    [Test]
    public async Task FirstScreen_ShowsNoTitleTwice()
    {
        using var viewer = await PersonalizationApp.App.SignUpAsync();
        await PersonalizationApp.WatchAsync(viewer, PersonalizationApp.Of(PersonalizationApp.Action).First(), 0.5);
        await PersonalizationApp.WatchAsync(viewer, PersonalizationApp.Of(PersonalizationApp.Romance).First());

        var rows = await UntilPersonalAsync(viewer, rows => rows.Any(row => Algorithm(row) == "similar"));

        Assert.That(Algorithm(rows[0]), Is.EqualTo("history"));
        Assert.That(rows.Take(4).SelectMany(row => PersonalizationApp.Ids(row).Take(6)), Is.Unique);
    }

    [Test]
    public void SmallLibrary_StillHasAllItsRows()
    {
        TitleCard[] cards = [.. Enumerable.Range(0, 7).Select(i => new TitleCard(Guid.NewGuid(), $"{i}", TitleType.Movie, null, null, [], null, null))];
        ShownRow Named(string algorithm, params TitleCard[] items) => new(algorithm, algorithm, algorithm, true, items);

        var rows = FirstScreen.WithoutRepeats([Named("history", cards[0]), Named("hybrid", cards[1..]), Named("similar", cards[1..4]), Named("newest", cards), Named("popular", cards[0])]);

        Assert.That(rows.Select(row => row.Algorithm), Is.EqualTo(new[] { "history", "hybrid", "similar", "newest", "popular" }));
        Assert.That(rows.Take(4).SelectMany(row => row.Items), Is.Unique.And.EquivalentTo(cards));
        Assert.That(rows[2].Items, Is.Not.Empty, "it has the fewest to choose from");
        Assert.That(FirstScreen.WithoutRepeats([Named("hybrid", cards[0]), Named("similar", cards[0]), Named("newest", cards[1])]).Select(row => row.Algorithm), Is.EqualTo(new[] { "hybrid", "newest" }));
    }

    [Test]
    public async Task Page_HoldsWithinASecondOrTwoWhatWasJustWatched()
    {
        using var viewer = await PersonalizationApp.App.SignUpAsync();
        await PersonalizationApp.HomeAsync(viewer);
        var (first, second) = (PersonalizationApp.Of(PersonalizationApp.Action).ElementAt(5), PersonalizationApp.Of(PersonalizationApp.Romance).ElementAt(5));
        await PersonalizationApp.WatchAsync(viewer, first);
        await UntilPersonalAsync(viewer, rows => rows.Any(row => Title(row) == $"Because you watched {first.Title}"));

        await PersonalizationApp.WatchAsync(viewer, second);

        await UntilPersonalAsync(viewer, rows => rows.Any(row => Title(row) == $"Because you watched {second.Title}"));
    }

    [Test]
    public async Task Kids_SeeNothingElseThanWhatIsForThem()
    {
        using var viewer = await PersonalizationApp.App.SignUpAsync();
        var kids = await viewer.Http.PostAsJsonAsync("profiles", new { name = "Kid", isKids = true }).JsonAsync(HttpStatusCode.Created);
        viewer.Http.DefaultRequestHeaders.Remove("Profile-Id");
        viewer.Http.DefaultRequestHeaders.Add("Profile-Id", kids.GetProperty("profileId").GetGuid().ToString());
        await PersonalizationApp.WatchAsync(viewer, PersonalizationApp.Of(PersonalizationApp.Family).First());

        var rows = await UntilPersonalAsync(viewer, rows => rows.Any(row => Algorithm(row) == "similar"));

        var ofFamily = PersonalizationApp.Of(PersonalizationApp.Family).Select(film => film.ContentId).ToHashSet();
        Assert.That(rows.SelectMany(PersonalizationApp.Ids), Is.All.Matches<Guid>(ofFamily.Contains));
        var recommended = await viewer.Http.GetAsync($"profiles/{kids.GetProperty("profileId").GetGuid()}/recommendations?limit=100").JsonAsync();
        Assert.That(PersonalizationApp.Ids(recommended), Is.Not.Empty.And.All.Matches<Guid>(ofFamily.Contains));
        var shown = string.Join(' ', rows.Select(Title));
        Assert.That(shown, Does.Not.Contain("Chase").And.Not.Contain("Kiss"));
    }

    [Test]
    public async Task Hidden_IsNeverRecommended_UntilItIsShownAgain()
    {
        using var viewer = await PersonalizationApp.App.SignUpAsync();
        await PersonalizationApp.WatchAsync(viewer, PersonalizationApp.Of(PersonalizationApp.Action).First());
        var hidden = PersonalizationApp.Of(PersonalizationApp.Action).ElementAt(7).ContentId;
        Assert.That(await RecommendedAsync(viewer), Has.Member(hidden));

        await (await viewer.Http.PutAsync($"profiles/{viewer.ProfileId}/taste/hidden/{hidden}", null)).ExpectAsync(HttpStatusCode.NoContent);

        Assert.That(await RecommendedAsync(viewer), Has.No.Member(hidden));
        Assert.That((await PersonalizationApp.HomeAsync(viewer)).Where(row => row.GetProperty("algorithm").GetString() is "hybrid" or "similar" or "taste").SelectMany(PersonalizationApp.Ids), Has.No.Member(hidden));
        await (await viewer.Http.DeleteAsync($"profiles/{viewer.ProfileId}/taste/hidden/{hidden}")).ExpectAsync(HttpStatusCode.NoContent);
        Assert.That(await RecommendedAsync(viewer), Has.Member(hidden));
    }

    [Test]
    public async Task Picks_MakeAPageAtOnce_AndCanBeTakenBack()
    {
        using var viewer = await PersonalizationApp.App.SignUpAsync();
        var offered = PersonalizationApp.Ids(Offered(await viewer.Http.GetAsync($"profiles/{viewer.ProfileId}/taste?offer=true").JsonAsync()));
        Assert.That(offered, Has.Count.EqualTo(24).And.Unique);
        Guid[] picks = [.. PersonalizationApp.Of(PersonalizationApp.Romance).Take(3).Select(film => film.ContentId)];

        await PickAsync(viewer, picks, HttpStatusCode.NoContent);

        Assert.That(GenreOf(Row(await PersonalizationApp.HomeAsync(viewer), "hybrid")), Is.EqualTo(PersonalizationApp.Romance));
        var known = await viewer.Http.GetAsync($"profiles/{viewer.ProfileId}/taste").JsonAsync();
        Assert.That(known.GetProperty("picked").EnumerateArray().Select(id => id.GetGuid()), Is.EquivalentTo(picks));
        await PickAsync(viewer, [], HttpStatusCode.NoContent);
        Assert.That((await PersonalizationApp.HomeAsync(viewer)).Select(Algorithm), Has.None.EqualTo("hybrid"));
    }

    [Test]
    public async Task WrongTastes_AreRefused()
    {
        using var viewer = await PersonalizationApp.App.SignUpAsync();
        using var other = await PersonalizationApp.App.SignUpAsync();
        await PickAsync(viewer, null, HttpStatusCode.BadRequest);
        await PickAsync(viewer, [.. Enumerable.Range(0, 21).Select(_ => Guid.NewGuid())], HttpStatusCode.BadRequest);
        await PickAsync(viewer, [Guid.NewGuid()], HttpStatusCode.NotFound);
        await viewer.Http.PutAsync($"profiles/{viewer.ProfileId}/taste/hidden/{Guid.NewGuid()}", null).ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.GetAsync($"profiles/{other.ProfileId}/taste").ProblemAsync(HttpStatusCode.NotFound);
        await PersonalizationApp.App.Anonymous.GetAsync("content/home").ProblemAsync(HttpStatusCode.Unauthorized);
        await viewer.Http.GetAsync($"profiles/{viewer.ProfileId}/recommendations?limit=0").ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task TitleOfAnotherRegion_IsNeverShown()
    {
        var abroad = (await PersonalizationApp.PublishAsync(("Chase abroad", PersonalizationApp.Action, "PG")))[0];
        await PersonalizationApp.Studio.Http.PutAsJsonAsync($"admin/content/{abroad.ContentId}/availability", new[] { new { region = "NO" } }).JsonAsync();
        using var swede = await PersonalizationApp.App.SignUpAsync(country: "SE");
        using var norwegian = await PersonalizationApp.App.SignUpAsync(country: "NO");
        foreach (var viewer in new[] { swede, norwegian })
        {
            await PersonalizationApp.WatchAsync(viewer, PersonalizationApp.Of(PersonalizationApp.Action).First());
        }

        // The model was trained before the title came: it is placed by its content.
        await Expect.EventuallyAsync(() => RecommendedAsync(norwegian), ids => ids.Contains(abroad.ContentId));
        Assert.That(await RecommendedAsync(swede), Has.No.Member(abroad.ContentId));
        Assert.That((await PersonalizationApp.HomeAsync(swede)).SelectMany(PersonalizationApp.Ids), Has.No.Member(abroad.ContentId));
    }

    [Test]
    public async Task DeletedProfile_LeavesNothing()
    {
        using var viewer = await PersonalizationApp.App.SignUpAsync();
        await PersonalizationApp.WatchAsync(viewer, PersonalizationApp.Of(PersonalizationApp.Action).First());
        await UntilPersonalAsync(viewer, rows => rows.Any(row => Algorithm(row) == "hybrid"));
        await (await viewer.Http.PostAsJsonAsync("content/interactions", new { events = new[] { new { type = "click", contentId = PersonalizationApp.Films[0].ContentId, rowId = "top-picks", rowPlace = 0, place = 0 } } })).ExpectAsync(HttpStatusCode.Accepted);
        var exported = await viewer.Http.GetAsync("account/export").JsonAsync();
        Assert.That(exported.GetProperty("personalization").GetArrayLength(), Is.EqualTo(1));

        await (await viewer.Http.DeleteAsync("account")).ExpectAsync(HttpStatusCode.NoContent);

        await Expect.EventuallyAsync(() => CountAsync(viewer.ProfileId), count => count == 0);
    }

    private static async Task<long> CountAsync(Guid profileId)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(PersonalizationApp.App.ConnectionString);
        await using var command = source.CreateCommand("""
            select (select count(*) from personalization.signals where profile_id = $1) + (select count(*) from personalization.interactions where profile_id = $1)
            """);
        command.Parameters.Add(new() { Value = profileId });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    internal static Task<IReadOnlyList<JsonElement>> UntilPersonalAsync(TestUser viewer, Func<IReadOnlyList<JsonElement>, bool> isThere) =>
        Expect.EventuallyAsync(() => PersonalizationApp.HomeAsync(viewer), isThere);

    private static async Task<IReadOnlyList<Guid>> RecommendedAsync(TestUser viewer) =>
        PersonalizationApp.Ids(await viewer.Http.GetAsync($"profiles/{viewer.ProfileId}/recommendations?limit=100").JsonAsync());

    private static async Task PickAsync(TestUser viewer, Guid[]? picks, HttpStatusCode expected) =>
        await (await viewer.Http.PutAsJsonAsync($"profiles/{viewer.ProfileId}/taste/picks", new { contentIds = picks })).ExpectAsync(expected);

    private static JsonElement Offered(JsonElement taste) => JsonSerializer.SerializeToElement(new { items = taste.GetProperty("offered") });

    private static string Algorithm(JsonElement row) => row.GetProperty("algorithm").GetString()!;

    private static string Title(JsonElement row) => row.GetProperty("title").GetString()!;

    private static JsonElement Row(IReadOnlyList<JsonElement> rows, string algorithm) => rows.First(row => Algorithm(row) == algorithm);

    /// <summary>Of most of the row's titles.</summary>
    private static string GenreOf(JsonElement row) => row.GetProperty("items").EnumerateArray().Take(6).Select(card => card.GetProperty("genres")[0].GetString()!)
        .GroupBy(genre => genre).MaxBy(genre => genre.Count())!.Key;
}
