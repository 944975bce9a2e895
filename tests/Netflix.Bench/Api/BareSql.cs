using System.Web;
using Netflix.Catalog.Search;
using Netflix.Contracts;
using Npgsql;

namespace Netflix.Bench.Api;

/// <summary>What each page is made of, by Npgsql alone: no cache, no rules beyond the statement's, no JSON.</summary>
internal static class BareSql
{
    private static readonly Viewer Viewer = new(Guid.Empty, Guid.Empty, "SE", "en", 18, false, Plan.Standard, SubscriptionStatus.Active, false);

    internal static async Task SearchAsync(NpgsqlDataSource source, string query, Guid profile)
    {
        if (await Understood.ReadAsync(query, source, CancellationToken.None) is { } understood)
        {
            var match = new TextMatch(TextQuery.All(understood, NothingMeant), TextQuery.AllInNames(understood, NothingMeant), TextQuery.Whole(understood), understood.Compact, understood.PersonId, Mended: false);
            await ReadAsync(source, TitleListing.Search(Conditions(new TitleFilter()), match, null, 1, 20));
        }
    }

    internal static async Task SuggestAsync(NpgsqlDataSource source, string prefix, Guid profile)
    {
        if (await Understood.ReadAsync(prefix, source, CancellationToken.None) is { } understood)
        {
            await using var batch = source.CreateBatch();
            batch.BatchCommands.Add(Suggestions.Titles(understood, Conditions(new TitleFilter())));
            batch.BatchCommands.Add(Suggestions.People(prefix, Conditions(new TitleFilter())));
            await ReadAsync(batch);
        }
    }

    internal static async Task BrowseAsync(NpgsqlDataSource source, string query, Guid profile)
    {
        var values = HttpUtility.ParseQueryString(query);
        var filter = new TitleFilter(Genre: values["genre"], YearFrom: Number("yearFrom"), YearTo: Number("yearTo"));
        var sort = Enum.Parse<TitleSort>(values["sort"]!, ignoreCase: true);
        await ReadAsync(source, TitleListing.Page(Conditions(filter), sort, Number("page") ?? 1, 20));

        int? Number(string name) => values[name] is { } text ? int.Parse(text, null) : null;
    }

    internal static async Task TitleAsync(NpgsqlDataSource source, Guid contentId, Guid profile)
    {
        await using var batch = source.CreateBatch();
        foreach (var sql in new[]
        {
            "select * from catalog.titles t left join catalog.videos v on v.video_id = t.video_id left join catalog.activity a on a.content_id = t.content_id where t.content_id = $1",
            "select role, \"order\", name, person_id from catalog.credits where content_id = $1",
            "select language, title, description from catalog.localizations where content_id = $1",
        })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = contentId } } });
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("select 1 from catalog.my_list where profile_id = $1 and content_id = $2") { Parameters = { new() { Value = profile }, new() { Value = contentId } } });
        await ReadAsync(batch);
    }

    /// <summary>The list, what is new, what trends and eight genres.</summary>
    internal static async Task HomeAsync(NpgsqlDataSource source, int n, Guid profile)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "select t.content_id, t.name, t.type, t.release_year, t.rating, t.genres from catalog.my_list l join catalog.titles t on t.content_id = l.content_id where l.profile_id = $1 order by l.position desc limit 20") { Parameters = { new() { Value = profile } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select content_id from playback.watch_records where profile_id = $1 order by watched_at desc limit 20") { Parameters = { new() { Value = profile } } });
        foreach (var filter in new[] { null, "Drama", "Comedy", "Silent", "Western", "Romance", "Crime", "Action", "Thriller" })
        {
            batch.BatchCommands.Add(TitleListing.Page(Conditions(new TitleFilter(filter)), TitleSort.Newest, 1, 20));
        }

        await ReadAsync(batch);
    }

    internal static async Task StartAsync(NpgsqlDataSource source, Guid video, Guid profile)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select t.*, v.* from catalog.titles t join catalog.videos v on v.video_id = t.video_id where v.video_id = $1") { Parameters = { new() { Value = video } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select asset_id, description from playback.assets where video_id = $1 order by asset_id desc limit 1") { Parameters = { new() { Value = video } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            insert into playback.sessions (session_id, account_id, profile_id, device_id, device_type, video_id, content_id, asset_id, country, max_rung, max_streams, duration_seconds, started_at, expires_at)
            values (gen_random_uuid(), $1, $1, $1, 'web', $2, $2, $2, 'SE', 480, 2, 5400, now(), now())
            """) { Parameters = { new() { Value = profile }, new() { Value = video } } });
        await ReadAsync(batch);
    }

    private static readonly Dictionary<string, IReadOnlyList<string>> NothingMeant = [];

    private static TitleConditions Conditions(TitleFilter filter) => new(Viewer, DateTimeOffset.UtcNow, filter);

    private static async Task ReadAsync(NpgsqlDataSource source, NpgsqlBatchCommand command)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(command);
        await ReadAsync(batch);
    }

    private static async Task ReadAsync(NpgsqlBatch batch)
    {
        await using var reader = await batch.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    reader.GetValue(column);
                }
            }
        }
        while (await reader.NextResultAsync());
    }
}
