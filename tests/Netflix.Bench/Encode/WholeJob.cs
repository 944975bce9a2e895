using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Bench.Api;
using Netflix.Encoding.Ladder;

namespace Netflix.Bench.Encode;

/// <param name="Ratio">Of the wall times.</param>
internal sealed record JobRun(double WallSeconds, double CpuSeconds, double BareWallSeconds, double BareCpuSeconds, double Ratio);

/// <summary>A film through a service of its own, from the last byte of its upload to the asset; and the same ladder by bare ffmpeg.</summary>
internal static class WholeJob
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    internal static async Task<JobRun> RunAsync(Trial trial, string film, EncodePlan plan, string folder)
    {
        var (bareWall, bareCpu) = await trial.EncodeAsync(plan, "bare", Trial.CappedQuality);
        var (wall, cpu) = await EncodeAsync(trial, film, Directory.CreateDirectory(Path.Combine(folder, $"service-{Guid.NewGuid():N}")).FullName);
        return new(wall.TotalSeconds, cpu.TotalSeconds, bareWall.TotalSeconds, bareCpu.TotalSeconds, wall / bareWall);
    }

    private static async Task<(TimeSpan Wall, TimeSpan Cpu)> EncodeAsync(Trial trial, string film, string folder)
    {
        await using var service = await ApiService.StartAsync(
            folder, ("Netflix__Roles", "web,edge,encoder"), ("Netflix__Encoding__Tasks", $"{Environment.ProcessorCount}"),
            ("Netflix__Encoding__WorkDirectory", Path.Combine(folder, "work")));
        using var http = await service.SignInAdminAsync();

        // A service encodes more than one film: its first, of two seconds, compiles what the jobs run through.
        var first = Path.Combine(folder, "first.mp4");
        await trial.ToolAsync("-i", film, "-t", "2", "-c", "copy", first);
        await EncodeAsync(service, http, first);
        return await EncodeAsync(service, http, film);
    }

    private static async Task<(TimeSpan Wall, TimeSpan Cpu)> EncodeAsync(ApiService service, HttpClient http, string film)
    {
        var title = await JsonAsync(http.PostAsJsonAsync("admin/content", new
        {
            title = Path.GetFileName(film), type = "movie", rating = "G", description = "The bench's film.", genres = new[] { "Comedy" }, releaseYear = 2008, language = "en",
            cast = new[] { "A rabbit" }, director = "Blender Foundation",
        }));

        using var form = new MultipartFormDataContent();
        await using var stream = File.OpenRead(film);
        form.Add(new StreamContent(stream), "video", "video.mp4");
        var cpu = service.CpuTimeWithTools();
        var upload = await JsonAsync(http.PostAsync($"admin/content/{title.GetProperty("contentId").GetGuid()}/video", form));
        var (begin, clock) = (DateTimeOffset.UtcNow, Stopwatch.StartNew()); // the last byte is there
        while (clock.Elapsed < Limit)
        {
            var job = await JsonAsync(http.GetAsync($"admin/encoding/{upload.GetProperty("encodingJobId").GetGuid()}"));
            switch (job.GetProperty("status").GetString())
            {
                case "completed":
                    return (job.GetProperty("finishedAt").GetDateTimeOffset() - begin, service.CpuTimeWithTools() - cpu);
                case "failed" or "cancelled":
                    throw new BenchException($"The job ended: {job}");
                default:
                    await Task.Delay(1000); // as the studio's page does
                    break;
            }
        }

        throw new BenchException("The job did not end.");
    }

    private static async Task<JsonElement> JsonAsync(Task<HttpResponseMessage> asking)
    {
        using var answer = await asking;
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadFromJsonAsync<JsonElement>()
            : throw new BenchException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}
