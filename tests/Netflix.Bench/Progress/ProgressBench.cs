using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Bench.Api;
using Netflix.Bench.Edge;

namespace Netflix.Bench.Progress;

/// <summary>
/// Positions acknowledged by the web process, each on Redis' disk when it is, beside redis-benchmark's HSET into the same
/// Redis: per CPU-second of all servers (web, Redis, PostgreSQL that takes them in batches) and of Redis.
/// </summary>
internal static class ProgressBench
{
    private const int Connections = 32;

    private sealed record Round(double UpdatesPerCpuSecond, double UpdatesPerSecond, double P50, double P99, double HsetsPerCpuSecond, double HsetsPerSecond, Dictionary<string, double> CpuMicroseconds)
    {
        public double Ratio => UpdatesPerCpuSecond / HsetsPerCpuSecond;
    }

    internal static async Task RunAsync(bool quick)
    {
        var benchmark = Workspace.Tool("redis-benchmark", "redis-tools");
        var folder = Directory.CreateDirectory(Path.Combine(Workspace.Root, "artifacts/bench/progress")).FullName;
        try
        {
            await using var service = await ApiService.StartAsync(folder);
            var videoId = await PublishAsync(service);
            var sessions = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Session.StartAsync(service.Url, videoId)));
            var updates = quick ? 20_000 : 60_000;
            await SendAsync(service, sessions, updates / 4); // code is compiled
            var rounds = new List<Round>();
            for (var i = 0; i < (quick ? 2 : 5); i++)
            {
                var before = service.Processes().ToDictionary(one => one.Name, one => ServerProcess.CpuTime(one.Id));
                var (sent, clock) = await SendAsync(service, sessions, updates);
                var each = service.Processes().ToDictionary(one => one.Name, one => (ServerProcess.CpuTime(one.Id) - before[one.Name]).TotalMicroseconds / updates);
                var (perCpu, perSecond) = await HsetAsync(service, benchmark, updates);
                rounds.Add(new(sent.PerCpuSecond, updates / clock.TotalSeconds, sent.P50, sent.P99, perCpu, perSecond, each));
            }

            Array.ForEach(sessions, session => session.Dispose());
            var median = rounds.OrderBy(round => round.Ratio).ElementAt(rounds.Count / 2);
            Workspace.Write("progress", new { connections = Connections, updates, rounds, median });
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

                {updates:N0} updates over {Connections} connections, median of {rounds.Count}      a CPU-second    a second
                  positions, web and Redis and PostgreSQL    {median.UpdatesPerCpuSecond,12:F0} {median.UpdatesPerSecond,11:F0}   p50 {median.P50:F1} ms, p99 {median.P99:F1} ms
                  redis-benchmark HSET, Redis alone          {median.HsetsPerCpuSecond,12:F0} {median.HsetsPerSecond,11:F0}
                  ratio (to reach: 0.5)                      {median.Ratio,12:F2}      all: {string.Join(' ', rounds.Select(round => round.Ratio.ToString("F2", CultureInfo.InvariantCulture)))}
                  CPU of an update                            {string.Join(", ", median.CpuMicroseconds.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value:F0} µs")))}
                """));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(Figures Figures, TimeSpan Clock)> SendAsync(ApiService service, Session[] sessions, int updates)
    {
        var clock = Stopwatch.StartNew();
        var figures = await Measure.RunAsync(updates, () => service.CpuTime(andWeb: true), (_, caller) => sessions[caller].ReportAsync(), Connections);
        return (figures, clock.Elapsed);
    }

    private static async Task<(double PerCpuSecond, double PerSecond)> HsetAsync(ApiService service, string benchmark, int count)
    {
        var (clock, before) = (Stopwatch.StartNew(), service.RedisCpuTime());
        using var process = Process.Start(new ProcessStartInfo(
            benchmark, ["-p", $"{service.RedisPort}", "-a", "bench", "-c", $"{Connections}", "-n", $"{count}", "-r", "100000", "-q", "HSET", "bench:__rand_int__", "field", new string('x', 120)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (count / (service.RedisCpuTime() - before).TotalSeconds, count / clock.Elapsed.TotalSeconds);
    }

    /// <summary>A title of an hour and a half that can be started; nobody fetches its segments.</summary>
    private static async Task<Guid> PublishAsync(ApiService service)
    {
        using var http = await service.SignInAdminAsync();
        using var made = await http.PostAsJsonAsync("admin/content", new
        {
            title = "An hour and a half", type = "movie", rating = "G", description = "The bench's film.", genres = new[] { "Drama" }, releaseYear = 2000, language = "en",
            cast = new[] { "Nobody" }, director = "Nobody",
        });
        var contentId = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("contentId").GetGuid();
        await service.ExecuteAsync(ApiBench.Publish($"content_id = '{contentId}'"));
        return await service.ScalarAsync<Guid>($"select video_id from catalog.titles where content_id = '{contentId}'");
    }

    /// <summary>One viewer with a running stream.</summary>
    private sealed class Session(HttpClient http, Guid sessionId) : IDisposable
    {
        private long sequence;

        internal static async Task<Session> StartAsync(string url, Guid videoId)
        {
            var http = new HttpClient { BaseAddress = new Uri(url + "/api/v1/") };
            using var signedUp = await http.PostAsJsonAsync("auth/signup", new { email = $"{Guid.NewGuid():N}@example.org", password = "correct horse battery", country = "SE", plan = "premium" });
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await JsonAsync(signedUp)).GetProperty("accessToken").GetString());
            using var profiles = await http.GetAsync("profiles");
            http.DefaultRequestHeaders.Add("Profile-Id", (await JsonAsync(profiles)).GetProperty("items")[0].GetProperty("profileId").GetString());
            using var started = await http.PostAsJsonAsync("streaming/start", new { videoId, deviceType = "web" });
            return new(http, (await JsonAsync(started)).GetProperty("sessionId").GetGuid());
        }

        internal async Task ReportAsync()
        {
            var next = ++sequence;
            using var answer = await http.PostAsJsonAsync($"streaming/{sessionId}/progress", new { position = next % 5000, sequence = next });
            if (!answer.IsSuccessStatusCode || !(await JsonAsync(answer)).GetProperty("accepted").GetBoolean())
            {
                throw new BenchException($"An update was not taken: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }

        public void Dispose() => http.Dispose();

        private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
            answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : throw new BenchException(await answer.Content.ReadAsStringAsync());
    }
}
