using Netflix.AppHost.Embedded;

namespace Netflix.AppHost.Demo;

internal static class DemoLibrary
{
    internal static Task SeedAsync(RunOptions options, Repository repository, string password, string work, ResourceLog log, CancellationToken stop) => Task.CompletedTask;
}
