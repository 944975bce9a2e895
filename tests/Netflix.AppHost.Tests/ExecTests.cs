using System.Diagnostics;

namespace Netflix.AppHost.Tests;

/// <summary>A command gets servers of its own, and they go with it.</summary>
public class ExecTests
{
    [Test]
    public async Task CommandInAClosedFolder_HasItsServersAndItsExitCodeIsTold()
    {
        // Made with mode 0700, as a clone in /root is: as root, PostgreSQL must pass as somebody else.
        var closed = Directory.CreateTempSubdirectory("netflix-exec-").FullName;
        var data = Path.Combine(closed, "servers");
        try
        {
            using var process = Process.Start(new ProcessStartInfo(
                "dotnet",
                [
                    RunningService.AssemblyPath, "exec", "--data", data, "--", "sh", "-c",
                    "echo \"$NETFLIX_TEST_POSTGRES\"; redis-cli -u \"redis://$NETFLIX_TEST_REDIS\" config get databases; exit 7",
                ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();

            Assert.That(process.ExitCode, Is.EqualTo(7), await errors);
            Assert.That(await output, Does.Match(@"Host=127\.0\.0\.1;Port=\d+;Username=postgres;Password=\w+").And.Contain("4096"));
            Assert.That(data, Does.Not.Exist);
        }
        finally
        {
            Directory.Delete(closed, recursive: true);
        }
    }
}
