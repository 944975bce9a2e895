using System.Diagnostics;

namespace Netflix.Testing;

/// <summary>Films made by ffmpeg's generators, and looked at by ffprobe.</summary>
public static class TestFilm
{
    /// <summary>A moving picture with a running tone: 24 frames a second, H.264 and AAC.</summary>
    public static async Task<string> MakeAsync(string directory, int height = 720, int seconds = 6, bool audio = true, string name = "film.mp4")
    {
        var file = Path.Combine(directory, name);
        var width = height * 16 / 9 / 2 * 2;
        string[] sound = audio ? ["-f", "lavfi", "-i", $"sine=frequency=440:duration={seconds}", "-c:a", "aac"] : [];
        await RunAsync("ffmpeg",
        [
            "-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc2=size={width}x{height}:rate=24:duration={seconds}", .. sound,
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", file,
        ]);
        return file;
    }

    /// <summary>The program's output; throws with its errors when it fails.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string? input = null)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
    }

    /// <summary>The repository's root, found upward from the tests' build output.</summary>
    public static string RepositoryRoot { get; } = FindRoot(AppContext.BaseDirectory);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Netflix.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder.TrimEnd('/'))!);
}
