using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Delivery.Tokens;
using Netflix.Storage;
using Netflix.Testing;

namespace Netflix.Delivery.Tests;

/// <summary>The Host in the edge role alone, on a real port, over a store in a temporary folder that can be made slow or broken.</summary>
internal sealed class EdgeHost : IAsyncDisposable
{
    internal static readonly string Key = Convert.ToBase64String(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());

    private readonly Factory factory;
    private readonly string directory;

    private EdgeHost(Factory factory, string directory, int port)
    {
        this.factory = factory;
        this.directory = directory;
        Port = port;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
    }

    internal int Port { get; }
    internal HttpClient Http { get; }
    internal HostileStore Store => factory.Store;
    internal IServiceProvider Services => factory.Services;
    internal EdgeCounters Counters => Services.GetRequiredService<EdgeCounters>();

    internal static EdgeHost Start(params (string Key, string Value)[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("netflix-edge-").FullName;
        var port = NetflixApp.FreePort();
        var factory = new Factory(new()
        {
            ["Netflix:Roles"] = "edge",
            ["urls"] = $"http://127.0.0.1:{port}",
            ["Netflix:Media:Directory"] = directory,
            ["Netflix:Delivery:Key"] = Key,
            ["Logging:LogLevel:Default"] = "Error",
        });
        foreach (var (key, value) in settings)
        {
            factory.Settings[key] = value;
        }

        factory.UseKestrel(); // with a port it races the Host's own start, which is quick in this role
        factory.StartServer();
        return new(factory, directory, port);
    }

    internal async Task<byte[]> StoreAsync(Guid assetId, string file, int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        await Store.WriteAsync(AssetKeys.Of(assetId, file), new MemoryStream(bytes), onlyIfAbsent: false, CancellationToken.None);
        return bytes;
    }

    internal static string Token(Guid assetId, int maxRung = 1080, TimeSpan? life = null) =>
        new PathTokens(new DeliveryOptions { Key = Key })
            .Issue(new(assetId, Guid.NewGuid(), maxRung, DateTimeOffset.UtcNow + (life ?? TimeSpan.FromMinutes(5))));

    internal static string PathOf(Guid assetId, string file) => $"/media/{Token(assetId)}/{assetId:N}/{file}";

    internal Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    internal Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, headers);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await factory.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private sealed class Factory(Dictionary<string, string> settings) : WebApplicationFactory<Program>
    {
        internal Dictionary<string, string> Settings { get; } = settings;
        internal HostileStore Store { get; private set; } = null!;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (key, value) in Settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureTestServices(services =>
            {
                var real = (IObjectStore)services.Last(service => service.ServiceType == typeof(IObjectStore)).ImplementationInstance!;
                Store = new HostileStore(real);
                services.AddSingleton<IObjectStore>(Store);
            });
        }
    }
}

/// <summary>A store that counts reads, and can be down or wait to be let go on.</summary>
internal sealed class HostileStore(IObjectStore inner) : IObjectStore
{
    private int reads;

    internal int Reads => reads;
    internal bool IsDown { get; set; }

    /// <summary>So many reads fail, then all is well.</summary>
    internal int Faults;

    /// <summary>Reads wait for it.</summary>
    internal TaskCompletionSource? Gate { get; set; }

    internal TaskCompletionSource ReadStarted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<Stream?> OpenAsync(string key, long offset, long? length, CancellationToken cancel)
    {
        Interlocked.Increment(ref reads);
        ReadStarted.TrySetResult();
        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(cancel);
        }

        return IsDown || Interlocked.Decrement(ref Faults) >= 0 ? throw new IOException("The store is down.") : await inner.OpenAsync(key, offset, length, cancel);
    }

    public Task<StoredObject?> FindAsync(string key, CancellationToken cancel) =>
        IsDown ? throw new IOException("The store is down.") : inner.FindAsync(key, cancel);

    public Task<bool> WriteAsync(string key, Stream content, bool onlyIfAbsent, CancellationToken cancel) => inner.WriteAsync(key, content, onlyIfAbsent, cancel);

    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancel) => inner.ListAsync(prefix, cancel);

    public Task<int> DeleteAsync(string prefix, CancellationToken cancel) => inner.DeleteAsync(prefix, cancel);
}
