using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.AppHost.Embedded;
using Netflix.Bench.Edge;
using Npgsql;

namespace Netflix.Bench.Api;

/// <summary>PostgreSQL, Redis and one web process (with an edge in it) of their own, as <c>./run</c> starts them.</summary>
internal sealed class ApiService : IAsyncDisposable
{
    internal const string AdminPassword = "Administrator-of-benches-1";

    private readonly Launcher launcher = new();
    private readonly List<Resource> resources = [];
    private readonly string folder;
    private Func<ServerProcess>? startWeb;
    private ServerProcess? web;

    private ApiService(string folder) => this.folder = folder;

    internal string Url { get; } = $"http://127.0.0.1:{FreePort.Find()}";
    internal string ConnectionString { get; private set; } = "";
    internal int RedisPort { get; private set; }

    internal static async Task<ApiService> StartAsync(string folder, params (string Name, string Value)[] settings)
    {
        var service = new ApiService(folder);
        try
        {
            await service.StartAsync(settings);
            return service;
        }
        catch
        {
            await service.DisposeAsync(); // what did start
            throw;
        }
    }

    private async Task StartAsync((string Name, string Value)[] settings)
    {
        var (log, running) = (new ResourceLog(TextWriter.Null), new RunningProcesses(Path.Combine(folder, "processes.json")));
        var postgres = await Postgres.PrepareAsync(Repository.Find(), Path.Combine(folder, "postgres"), "bench", FreePort.Find(), durable: true, CancellationToken.None);
        var redisPort = RedisPort = FreePort.Find();
        resources.Add(new Resource(postgres.Server(), launcher, running, log));
        resources.Add(new Resource(Redis.Durable(Path.Combine(folder, "redis"), "bench", redisPort), launcher, running, log));
        foreach (var resource in resources)
        {
            await resource.StartAsync(CancellationToken.None);
        }

        ConnectionString = $"{postgres.ConnectionString};Database={Postgres.Database};Maximum Pool Size=40";
        startWeb = () => ServerProcess.Start(
            "dotnet", [Workspace.HostAssembly],
            [("urls", Url), ("ASPNETCORE_CONTENTROOT", Path.Combine(Workspace.Root, "src/Netflix.Host")), ("Netflix__Roles", "web,edge"), ("Logging__LogLevel__Default", "Warning"),
            ("ConnectionStrings__netflixdb", ConnectionString), ("ConnectionStrings__redis", $"127.0.0.1:{redisPort},password=bench"),
            ("Netflix__Media__Directory", Path.Combine(folder, "media")), ("Netflix__Delivery__Key", Convert.ToBase64String(new byte[32])), ("Netflix__Encoding__KeySecret", Convert.ToBase64String(new byte[32])),
            ("Netflix__Edge__Id", "edge1"), ("Netflix__Edge__PublicUrl", Url), ("services__web__http__0", Url),
            ("Netflix__Identity__AdminPassword", AdminPassword), ("Netflix__Identity__PasswordIterations", "1000"),
            ("Netflix__RateLimits__AccountPerMinute", "10000000"), .. settings]);
        web = startWeb();
        await web.WaitUntilServingAsync(Url + "/health");
    }

    /// <summary>What a web process holds half a minute after its start, in MB, with the model that serves: nobody has asked it anything.</summary>
    internal async Task<long> IdleMemoryAsync()
    {
        await web!.DisposeAsync();
        web = startWeb!();
        await web.WaitUntilServingAsync(Url + "/health");
        await Task.Delay(TimeSpan.FromSeconds(30));
        return WebMemory();
    }

    /// <summary>Through <c>./run import</c>'s command, as an operator does; the seconds it took.</summary>
    internal async Task<double> ImportAsync(string file)
    {
        var clock = Stopwatch.StartNew();
        var apphost = Path.Combine(Workspace.Root, "Netflix.AppHost/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/Netflix.AppHost.dll");
        using var import = Process.Start(new ProcessStartInfo("dotnet", [apphost, "import", file, "--url", Url])
        {
            Environment = { ["NETFLIX_ADMIN_PASSWORD"] = AdminPassword },
        })!;
        await import.WaitForExitAsync();
        return import.ExitCode == 0 ? clock.Elapsed.TotalSeconds : throw new BenchException("The import failed; see above.");
    }

    internal async Task<HttpClient> SignInAdminAsync()
    {
        var http = new HttpClient { BaseAddress = new Uri(Url + "/api/v1/"), Timeout = TimeSpan.FromMinutes(15) };
        using var answer = await http.PostAsJsonAsync("auth/login", new { email = "admin@netflix.local", password = AdminPassword, deviceName = "bench" });
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    internal async Task<T> ScalarAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>CPU time so far of PostgreSQL with its backends and of Redis; with <paramref name="andWeb"/>, of the web process too.</summary>
    internal TimeSpan CpuTime(bool andWeb) =>
        TimeSpan.FromTicks(Servers().Sum(id => ServerProcess.CpuTime(id).Ticks)) + (andWeb ? web!.CpuTime() : TimeSpan.Zero);

    internal TimeSpan RedisCpuTime() => ServerProcess.CpuTime(Servers().Last());

    internal IReadOnlyList<(string Name, int Id)> Processes() => Servers().ToList() is [var postgres, var redis] ? [("web", web!.Id), ("postgres", postgres), ("redis", redis)] : [];

    /// <summary>PostgreSQL's process and Redis', in the order of their start.</summary>
    private IEnumerable<int> Servers() => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "processes.json"))).RootElement.EnumerateArray()
        .Select(entry => entry.EnumerateObject().First(property => property.Value.ValueKind == JsonValueKind.Number).Value.GetInt32());

    /// <summary>CPU time so far of the web process and of the tools it ran to their end.</summary>
    internal TimeSpan CpuTimeWithTools() => web!.CpuTimeWithEndedChildren();

    /// <summary>What the web process holds, in MB.</summary>
    internal long WebMemory() => web!.ResidentBytes() >> 20;

    public async ValueTask DisposeAsync()
    {
        if (web is not null)
        {
            await web.DisposeAsync();
        }

        foreach (var resource in Enumerable.Reverse(resources))
        {
            await resource.DisposeAsync();
        }

        launcher.Dispose();
    }
}
