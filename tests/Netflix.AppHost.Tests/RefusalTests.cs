using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Netflix.Testing;

namespace Netflix.AppHost.Tests;

/// <summary>What keeps the service from starting is named, with a non-zero exit and nothing left running.</summary>
public class RefusalTests
{
    private string folder = null!;

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("netflix-refusal-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task PortTaken_IsNamed()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        await ExpectRefusalAsync(RunningService.Launch(Path.Combine(folder, "data"), port), $"Port {port} is taken");
    }

    [Test]
    public async Task DataFolderUnderAFile_IsNamed()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "");

        await ExpectRefusalAsync(RunningService.Launch(Path.Combine(file, "data")), $"The data folder {file}/data cannot be written");
    }

    [Test]
    public async Task DiskFull_IsNamed()
    {
        using var mount = Process.Start("mount", ["-t", "tmpfs", "-o", "size=8m", "none", folder]);
        await mount.WaitForExitAsync();
        if (mount.ExitCode is not 0)
        {
            Assert.Ignore("Only root may mount a small disk.");
        }

        try
        {
            await ExpectRefusalAsync(RunningService.Launch(Path.Combine(folder, "data")), "is full");
        }
        finally
        {
            using var unmount = Process.Start("umount", [folder]);
            await unmount.WaitForExitAsync();
        }
    }

    [TestCase("redis-server", "redis-server")]
    [TestCase("ffmpeg", "ffmpeg")]
    public async Task ToolMissing_IsNamedWithItsPackage(string tool, string package)
    {
        var tools = Directory.CreateDirectory(Path.Combine(folder, "tools")).FullName;
        foreach (var path in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(Directory.Exists).SelectMany(Directory.EnumerateFiles))
        {
            var link = Path.Combine(tools, Path.GetFileName(path));
            if (Path.GetFileName(path) != tool && !Path.Exists(link))
            {
                File.CreateSymbolicLink(link, path);
            }
        }

        await ExpectRefusalAsync(
            RunningService.Launch(Path.Combine(folder, "data"), environment: new Dictionary<string, string> { ["PATH"] = tools }),
            $"{tool} is not installed. Install it with: sudo apt-get install {package}");
    }

    [Test]
    public async Task SecretsCutOff_AreNotReplaced()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "secrets.json"), "{");

        await ExpectRefusalAsync(RunningService.Launch(folder), "secrets.json is damaged");

        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "secrets.json")), Is.EqualTo("{"));
    }

    private static async Task ExpectRefusalAsync(RunningService service, string message)
    {
        await using (service)
        {
            Assert.That(await service.ExitCodeAsync(), Is.EqualTo(1), string.Join('\n', service.Lines));
            Assert.That(string.Join('\n', service.Lines), Does.Contain(message));
            Assert.That(Path.Combine(service.Data, "processes.json"), Does.Not.Exist);
        }
    }
}
