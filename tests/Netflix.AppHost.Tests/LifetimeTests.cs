using System.Net;
using System.Net.NetworkInformation;
using Netflix.Testing;

namespace Netflix.AppHost.Tests;

/// <summary>The service starts, stops and is killed as a whole.</summary>
[NonParallelizable]
public class LifetimeTests
{
    private string folder = null!;

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("netflix-life-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task Terminated_StopsEverythingInReverseOrderAndExitsWithZero()
    {
        await using var service = await RunningService.StartAsync(folder);
        var processes = service.Processes();

        var exitCode = await service.StopAsync(15);

        Assert.That(exitCode, Is.Zero);
        Assert.That(processes.Where(process => !RunningService.IsGone(process.Value)), Is.Empty);
        var stopped = service.Lines.Where(line => line.EndsWith("has stopped", StringComparison.Ordinal)).Select(line => line.Split('|')[1].Trim().Split(' ')[0]);
        Assert.That(stopped, Is.EqualTo(new[] { "edge2", "edge1", "web", "redis", "postgres" }));
    }

    [Test]
    public async Task OrchestratorKilled_LeavesNoProcessAndStartsAgainOnTheSameData()
    {
        var service = await RunningService.StartAsync(folder);
        string email;
        using (var viewer = await service.SignUpAsync())
        {
            email = viewer.Email;
        }

        var processes = service.Processes();

        await service.StopAsync(9);

        await using var again = await RunningService.StartAsync(folder); // waits itself for the last of the killed one's processes
        Assert.That(processes.Where(process => !RunningService.IsGone(process.Value)), Is.Empty);
        using var back = await TestUser.SignInAsync(again.Url, email, "correct horse battery");
        Assert.That(back.Email, Is.EqualTo(email));
    }

    [Test]
    public async Task OrchestratorKilled_PortsAreFreeSoon()
    {
        var service = await RunningService.StartAsync(folder);
        var processes = service.Processes();

        await service.StopAsync(9);

        await Expect.EventuallyAsync(
            () => Task.FromResult(processes.Where(process => !RunningService.IsGone(process.Value)).Select(process => process.Key).ToList()), left => left.Count is 0,
            TimeSpan.FromSeconds(40));
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(endpoint => endpoint.Port);
        Assert.That(listeners.Intersect([service.Port, service.Port + 1, service.Port + 2]), Is.Empty);
    }

    [Test]
    public async Task SecondStartOnTheSameData_SaysWhoHasItAndHarmsNothing([Values] bool samePort)
    {
        await using var service = await RunningService.StartAsync(folder);

        await using var second = RunningService.Launch(folder, samePort ? service.Port : null);

        Assert.That(await second.ExitCodeAsync(), Is.EqualTo(1));
        Assert.That(string.Join('\n', second.Lines), Does.Contain("is in use by the service at " + service.Url));
        using var http = new HttpClient();
        Assert.That((await http.GetAsync(service.Url + "/health")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }
}
