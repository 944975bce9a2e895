using System.Globalization;
using System.IO.Compression;
using Npgsql;

namespace Netflix.Bench.Api;

/// <summary>
/// The viewer's pages on 36,273 titles and 100,000 profiles, each request a question nobody has asked before, with eight
/// connections; the same again while the answers are kept; and against the page's own SQL by Npgsql, which has no cache.
/// </summary>
internal static class ApiBench
{
    private const int SmallCatalogue = 3_600;
    private const int Published = 200;
    private const int Profiles = 100_000;

    private sealed record Row(string Page, int Titles, double P50, double P99, double PerCpuSecond, double KeptP50, double KeptPerCpuSecond, double SqlP50, double SqlPerCpuSecond);

    internal static async Task RunAsync(bool quick)
    {
        var films = Environment.GetEnvironmentVariable("NETFLIX_TITLES") ?? Path.Combine(Workspace.Root, "../shared/data/titles.jsonl.gz");
        if (!File.Exists(films))
        {
            throw new BenchException($"The bench needs the films of {films}; name another place by NETFLIX_TITLES.");
        }

        var folder = Directory.CreateDirectory(Path.Combine(Workspace.Root, "artifacts/bench/api")).FullName;
        try
        {
            await using var service = await ApiService.StartAsync(folder);
            var requests = quick ? 150 : 600;
            await service.ImportAsync(await FirstAsync(films, folder));
            var small = await MeasureAsync(service, SmallCatalogue, requests);
            var before = service.WebMemory();
            var seconds = await service.ImportAsync(films);
            var (first, memory) = (seconds, service.WebMemory());
            var again = await service.ImportAsync(films);
            var idle = await service.IdleMemoryAsync();
            var large = await MeasureAsync(service, 36_273, requests);
            var personal = await PersonalHome.MeasureAsync(service, requests, Profiles, eventsOfAProfile: quick ? 2 : 10);
            Workspace.Write("api", new { importSeconds = first, importAgainSeconds = again, webMegabytesBefore = before, webMegabytesAfterImport = memory, webMegabytesIdle = idle, pages = small.Concat(large), personal });
            Print(small, large, string.Create(CultureInfo.InvariantCulture,
                $"Import of the other 32,673 titles: {first:F0} s; again, nothing changed: {again:F0} s; the web process held {before} MB before and {memory} MB after, {idle} MB begun anew."));
            personal.Print();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<Row>> MeasureAsync(ApiService service, int titles, int requests)
    {
        await service.ExecuteAsync(Population);
        foreach (var table in new[] { "catalog.titles", "catalog.documents", "catalog.credits", "catalog.words", "catalog.people", "identity.users", "identity.profiles", "catalog.my_list" })
        {
            await service.ExecuteAsync($"vacuum analyze {table}"); // what autovacuum does a minute later
        }

        await using var source = NpgsqlDataSource.Create(service.ConnectionString);
        var load = await Workload.ReadAsync(source);
        using var viewers = await Viewers.SignUpAsync(service.Url);
        string[] genres = ["Drama", "Comedy", "Western", "Romance", "Crime", "Horror", "Science Fiction", "Noir"];
        var rows = new List<Row>();
        await PageAsync("search", load.Queries(requests), query => "content/search?query=" + Uri.EscapeDataString(query), BareSql.SearchAsync);
        await PageAsync("suggest", load.Prefixes(requests), prefix => "content/suggest?prefix=" + Uri.EscapeDataString(prefix), BareSql.SuggestAsync);
        await PageAsync("browse", load.Browses(requests, genres), query => "content/browse?" + query, BareSql.BrowseAsync);
        await PageAsync("title", load.Titles(requests), id => $"content/{id}", BareSql.TitleAsync);
        await PageAsync("home", Enumerable.Range(0, requests), _ => "content/home", BareSql.HomeAsync);

        var videos = load.Videos(requests);
        await Measure.RunAsync(requests / 4, () => TimeSpan.Zero, (n, caller) => viewers.PlayAsync(caller, videos[n]));
        var start = await Measure.RunAsync(requests, () => service.CpuTime(andWeb: true), (n, caller) => viewers.PlayAsync(caller, videos[n]));
        var startSql = await Measure.RunAsync(requests, () => service.CpuTime(andWeb: false) + Environment.CpuUsage.TotalTime, (n, _) => BareSql.StartAsync(source, videos[n], viewers.Of(n)));
        rows.Add(new Row("start", titles, start.P50, start.P99, start.PerCpuSecond, start.P50, start.PerCpuSecond, startSql.P50, startSql.PerCpuSecond));
        return rows;

        async Task PageAsync<T>(string name, IEnumerable<T> questions, Func<T, string> path, Func<NpgsqlDataSource, T, Guid, Task> sql)
        {
            // The first quarter is not counted: code is compiled, and what all pages share is kept.
            var all = questions.ToArray();
            var warm = all[..(all.Length / 4)];
            await Measure.RunAsync(warm.Length, () => TimeSpan.Zero, (n, caller) => viewers.GetAsync(caller, path(warm[n])));
            await Measure.RunAsync(warm.Length, () => TimeSpan.Zero, (n, _) => sql(source, warm[n], viewers.Of(n)));
            var asked = all[warm.Length..];
            var fresh = await Measure.RunAsync(asked.Length, () => service.CpuTime(andWeb: true), (n, caller) => viewers.GetAsync(caller, path(asked[n])));
            var kept = await Measure.RunAsync(asked.Length, () => service.CpuTime(andWeb: true), (n, caller) => viewers.GetAsync(caller, path(asked[n])));
            // The reference's client is a part of what it costs, as the web process is of ours.
            var bare = await Measure.RunAsync(asked.Length, () => service.CpuTime(andWeb: false) + Environment.CpuUsage.TotalTime, (n, _) => sql(source, asked[n], viewers.Of(n)));
            rows.Add(new Row(name, titles, fresh.P50, fresh.P99, fresh.PerCpuSecond, kept.P50, kept.PerCpuSecond, bare.P50, bare.PerCpuSecond));
        }
    }

    private static async Task<string> FirstAsync(string films, string folder)
    {
        var first = Path.Combine(folder, "first.ndjson");
        using var all = new StreamReader(new GZipStream(File.OpenRead(films), CompressionMode.Decompress), System.Text.Encoding.UTF8);
        await using var file = File.CreateText(first);
        // Every tenth: a small catalogue of the same years and genres.
        for (var (line, n) = (await all.ReadLineAsync(), 0); line is not null && n < SmallCatalogue * 10; line = await all.ReadLineAsync(), n++)
        {
            if (n % 10 == 0)
            {
                await file.WriteLineAsync(line);
            }
        }

        return first;
    }

    private static void Print(List<Row> small, List<Row> large, string import)
    {
        Console.WriteLine($"""

            {import}
            On 36,273 titles, 8 connections, {Profiles:N0} profiles; milliseconds, and requests a CPU-second of all servers
                          p50     p99   to reach   a CPU-s   SQL's    ratio   kept: p50   a CPU-s   ratio   p50 at 3,600   growth
            """);
        var reach = new Dictionary<string, int> { ["home"] = 50, ["search"] = 30, ["suggest"] = 15, ["title"] = 15, ["start"] = 50, ["browse"] = 30 };
        foreach (var (row, before) in large.Zip(small))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {row.Page,-8} {row.P50,7:F1} {row.P99,7:F1} {reach[row.Page],10} {row.PerCpuSecond,9:F0} {row.SqlPerCpuSecond,7:F0} {row.PerCpuSecond / row.SqlPerCpuSecond,8:F2} {row.KeptP50,11:F1} {row.KeptPerCpuSecond,9:F0} {row.KeptPerCpuSecond / row.SqlPerCpuSecond,7:F2} {before.P50,14:F1} {row.P50 / before.P50,8:F2}"));
        }
    }

    /// <summary>100,000 profiles in 25,000 accounts with ten titles on each list of the first 1,000; 200 titles with an asset to play. Repeatable.</summary>
    private static readonly string Population = $$"""
        insert into identity.users (id, user_name, normalized_user_name, email, normalized_email, password_hash, security_stamp, concurrency_stamp, two_factor_enabled, country, language, plan, subscription, roles, created_at)
            select md5('account' || n)::uuid, n || '@bench', n || '@BENCH', n || '@bench', n || '@BENCH', 'x', 'x', 'x', false, 'SE', 'en', 'Standard', 'Active', '{}', now()
            from generate_series(1, {{Profiles / 4}}) n on conflict do nothing;
        insert into identity.profiles (profile_id, account_id, name, is_kids, maturity, autoplay_next, data_saver, created_at)
            select md5('profile' || n)::uuid, md5('account' || (n + 3) / 4)::uuid, 'P' || n, false, 18, true, false, now()
            from generate_series(1, {{Profiles}}) n on conflict do nothing;
        insert into catalog.my_list (profile_id, content_id, added_at, position)
            select md5('profile' || n)::uuid, t.content_id, now(), n from generate_series(1, 1000) n, (select content_id from catalog.titles order by external_id limit 10) t
            on conflict do nothing;
        {{Publish($"content_id in (select content_id from catalog.titles order by external_id limit {Published})")}}
        """;

    /// <summary>Gives titles an asset that can be started, and shows them.</summary>
    /// <param name="which">Of <c>catalog.titles</c>, in SQL.</param>
    internal static string Publish(string which) => $$"""
        update catalog.titles set state = 'Published', published_at = coalesce(published_at, now()) where {{which}};
        update catalog.videos v set asset_id = t.content_id, duration_seconds = 5400 from catalog.titles t where t.video_id = v.video_id and t.state = 'Published';
        insert into playback.assets (asset_id, video_id, content_id, ready_at, description)
            select content_id, video_id, content_id, now(), '{"durationSeconds": 5400, "video": [{"name": "v480", "rung": 480, "width": 854, "height": 480, "codecs": "avc1.64001e", "bandwidth": 900000, "averageBandwidth": 700000, "frameRate": 24}], "audio": [], "text": []}'
            from catalog.titles where state = 'Published' on conflict do nothing;
        """;
}
