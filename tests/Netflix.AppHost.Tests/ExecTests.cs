using System.Diagnostics;

namespace Netflix.AppHost.Tests;

/// <summary>A command gets servers of its own, and they go with it.</summary>
public class ExecTests
{
    /// <summary>Made with mode 0700, as a clone in /root is: as root, PostgreSQL must pass as somebody else.</summary>
    private string closed = null!;

    [SetUp]
    public void MakeFolder() => closed = Directory.CreateTempSubdirectory("netflix-exec-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(closed, recursive: true);

    [Test]
    public async Task CommandInAClosedFolder_HasItsServersAndItsExitCodeIsTold()
    {
        var data = Path.Combine(closed, "servers");

        var (exitCode, output, errors) = await ExecAsync(
            data, "echo \"$NETFLIX_TEST_POSTGRES\"; redis-cli -u \"redis://$NETFLIX_TEST_REDIS\" config get databases; exit 7");

        Assert.That(exitCode, Is.EqualTo(7), errors);
        Assert.That(output, Does.Match(@"Host=127\.0\.0\.1;Port=\d+;Username=postgres;Password=\w+").And.Contain("4096"));
        Assert.That(data, Does.Not.Exist);
    }

    [Test]
    public async Task FolderOfSomethingElse_IsLeftAlone()
    {
        var precious = Path.Combine(closed, "secrets.json");
        await File.WriteAllTextAsync(precious, "{}");

        var (exitCode, _, errors) = await ExecAsync(closed, "true");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("would be removed"));
        Assert.That(precious, Does.Exist);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> ExecAsync(string data, string script)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [RunningService.AssemblyPath, "exec", "--data", data, "--", "sh", "-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
