using System.Net;
using System.Text.Json;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Playback.Tests.Faults;

/// <summary>
/// The web role in processes of their own, to be killed and started again on the same port, over one PostgreSQL and one Redis.
/// The tests' own process has only the databases: nobody else flushes a position or renews a lease.
/// </summary>
internal sealed class WebReplicas : IAsyncDisposable
{
    private const int MostStarts = 5;

    private readonly (string Key, string Value)[] settings;
    private readonly HostProcess?[] running;
    private readonly string[] urls;

    private WebReplicas(NetflixApp app, int count, (string Key, string Value)[] settings)
    {
        (App, this.settings, running) = (app, settings, new HostProcess[count]);
        urls = [.. Enumerable.Range(0, count).Select(_ => $"http://127.0.0.1:{NetflixApp.FreePort()}")];
        Database = NpgsqlDataSource.Create(app.ConnectionString);
    }

    internal NetflixApp App { get; }
    internal NpgsqlDataSource Database { get; }
    internal IReadOnlyList<string> Urls => urls;

    internal static async Task<WebReplicas> StartAsync(int count, params (string Key, string Value)[] settings)
    {
        // The role without databases; of the fixture, only what it prepared is used.
        var replicas = new WebReplicas(await NetflixApp.StartAsync(("Netflix:Roles", "edge")), count, settings);
        await Task.WhenAll(Enumerable.Range(0, count).Select(replicas.StartAsync));
        return replicas;
    }

    /// <summary>As the AppHost does: one that ends while it starts, because the databases answer nobody just then, is started again.</summary>
    internal async Task StartAsync(int replica)
    {
        for (var tries = 1; ; tries++)
        {
            var process = running[replica] = HostProcess.Start(App,
            [
                ("Netflix:Roles", "web,edge"), ("urls", urls[replica]), ("services:web:http:0", urls[replica]),
                ("Netflix:Edge:Id", $"edge{replica}"), ("Netflix:Edge:PublicUrl", urls[replica]), ("Netflix:Identity:PasswordIterations", "1000"), .. settings,
            ]);
            try
            {
                await process.ReadyAsync(TimeSpan.FromMinutes(5)); // beside another that is kept as busy as it can be
                return;
            }
            catch (InvalidOperationException ended) when (tries < MostStarts)
            {
                await TestContext.Progress.WriteLineAsync(ended.Message);
                await process.DisposeAsync();
            }
        }
    }

    /// <summary>SIGKILL; back when the process is gone.</summary>
    internal async Task KillAsync(int replica)
    {
        await running[replica]!.DisposeAsync();
        running[replica] = null;
    }

    /// <summary>A published title of an hour and a half that can be started; nobody fetches its segments.</summary>
    internal async Task<Guid> PublishAsync()
    {
        using var studio = await TestUser.SignInAsync(urls[0], "admin@netflix.local", NetflixApp.AdminPassword);
        var contentId = await studio.CreateTitleAsync();
        await ExecuteAsync($$"""
            update catalog.titles set state = 'Published', published_at = now() where content_id = '{{contentId}}';
            update catalog.videos v set asset_id = t.content_id, duration_seconds = 5400 from catalog.titles t where t.video_id = v.video_id and t.content_id = '{{contentId}}';
            insert into playback.assets (asset_id, video_id, content_id, ready_at, description)
                select content_id, video_id, content_id, now(), '{"durationSeconds": 5400, "video": [{"name": "v480", "rung": 480, "width": 854, "height": 480, "codecs": "avc1.64001e", "bandwidth": 900000, "averageBandwidth": 700000, "frameRate": 24}], "audio": [], "text": []}'
                from catalog.titles where content_id = '{{contentId}}';
            """);
        await using var command = Database.CreateCommand($"select video_id from catalog.titles where content_id = '{contentId}'");
        return (Guid)(await command.ExecuteScalarAsync())!;
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in running)
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }

        await Database.DisposeAsync();
        await App.DisposeAsync();
    }
}
