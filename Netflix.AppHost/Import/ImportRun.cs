using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Text.Json;
using Netflix.AppHost.Demo;
using Netflix.AppHost.Embedded;

namespace Netflix.AppHost.Import;

/// <summary>Sends a file of titles to a running service, as its administrator, and prints the report.</summary>
internal static class ImportRun
{
    private const int MostErrorsPrinted = 20;

    /// <param name="data">The service's data folder: its passwords are there, unless NETFLIX_ADMIN_PASSWORD is set.</param>
    internal static async Task<int> RunAsync(string path, string url, string data, string state, CancellationToken cancel)
    {
        if (!File.Exists(path))
        {
            throw new StartupException($"There is no file {path}.");
        }

        var password = Secrets.Find("NETFLIX_ADMIN_PASSWORD", data, secrets => secrets.AdminPassword);
        await HttpProbe.RequireServiceAsync(url, cancel);

        using var studio = new ApiClient(url, password, TimeSpan.FromHours(2));
        var clock = Stopwatch.StartNew();
        var report = await studio.PostAsync($"admin/content/import?state={state}", () => Content(path, cancel), cancel);
        Console.WriteLine(
            $"{Number("created")} created, {Number("updated")} updated, {Number("unchanged")} unchanged, {Number("failed")} failed, in {clock.Elapsed.TotalSeconds:F0} s");
        foreach (var error in report.GetProperty("errors").EnumerateArray().Take(MostErrorsPrinted))
        {
            Console.WriteLine($"  line {error.GetProperty("line").GetInt32()}: {error.GetProperty("message").GetString()}");
        }

        return Number("failed") == 0 ? 0 : 1;

        int Number(string name) => report.GetProperty(name).GetInt32();
    }

    private static StreamContent Content(string path, CancellationToken cancel)
    {
        if (FilmLines.IsCsv(path))
        {
            return new StreamContent(FilmLines.Open(path)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        }

        var pipe = new Pipe();
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await using var file = FilmLines.Open(path);
                    await FilmLines.CopyAsync(file, pipe.Writer.AsStream(), cancel);
                    await pipe.Writer.CompleteAsync();
                }
                catch (Exception exception) when (exception is IOException or InvalidDataException or OperationCanceledException)
                {
                    await pipe.Writer.CompleteAsync(exception); // the request fails with it
                }
            },
            cancel);
        return new StreamContent(pipe.Reader.AsStream()) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
    }
}
