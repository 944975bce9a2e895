using Netflix.AppHost.Demo;

namespace Netflix.AppHost.Embedded;

/// <summary>The whole service on this machine: starts it in order, says when it is ready, stops it in the opposite order.</summary>
internal static class EmbeddedRun
{
    internal static async Task<int> RunAsync(RunOptions options, CancellationToken stop)
    {
        var log = new ResourceLog();
        var repository = Repository.Find();
        using var data = DataFolder.Open(options.Data, $"the service at {options.Url}");
        var running = new RunningProcesses(data["processes.json"]);
        await running.EndPreviousAsync(log, stop);
        RequirePorts(options);
        var secrets = Secrets.LoadOrCreate(data["secrets.json"], data["postgres"]);
        using var launcher = new Launcher();
        var resources = new Stack<Resource>();
        try
        {
            var postgres = await Postgres.PrepareAsync(repository, data["postgres"], secrets.PostgresPassword, FreePort.Find(), durable: true, stop);
            var redisPort = FreePort.Find();
            var topology = new Topology(repository, options, data, secrets);
            var web = topology.Web($"{postgres.ConnectionString};Database={Postgres.Database}", $"127.0.0.1:{redisPort},password={secrets.RedisPassword}");

            await StartAsync(postgres.Server(), Redis.Durable(data["redis"], secrets.RedisPassword, redisPort));
            // Edges need no database, and register as soon as web answers: started beside it they cost no time.
            await StartAsync([web, .. topology.Edges()]);

            Console.WriteLine($"Netflix is ready: {options.Url}");
            Console.WriteLine($"Sign in as demo@netflix.local with {secrets.DemoPassword}");
            Console.WriteLine($"        or admin@netflix.local with {secrets.AdminPassword} (studio)");
            Console.WriteLine($"Mail is written to {data["mail"]}");

            if (options.Demo)
            {
                using var studio = new ApiClient(topology.WebUrl, secrets.AdminPassword);
                await new DemoLibrary(studio, new DemoFilm(data["demo"], launcher, log), log).SeedAsync(DemoTitles.All(repository.Film), stop);
            }

            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.Say("stopping");
        }
        finally
        {
            while (resources.TryPop(out var last))
            {
                await last.DisposeAsync();
            }

            running.Clear();
        }

        return 0;

        async Task StartAsync(params ProcessSpec[] specs)
        {
            var started = specs.Select(spec => new Resource(spec, launcher, running, log)).ToArray();
            foreach (var resource in started)
            {
                resources.Push(resource);
            }

            await Task.WhenAll(started.Select(resource => resource.StartAsync(stop)));
        }
    }

    private static void RequirePorts(RunOptions options)
    {
        Ports.RequireFree(options.Bind, options.Port, "--port");
        for (var index = 0; index < options.Edges; index++)
        {
            Ports.RequireFree(options.Bind, options.EdgePort + index, "--edge-port");
        }
    }
}
