using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Netflix.Testing;

/// <summary>
/// The whole Host (web, encoder and edge in this process) on a real port, with its own PostgreSQL database, Redis
/// database and object store, all gone when disposed. Offers what a user would do, over HTTP.
/// </summary>
public sealed class NetflixApp : IAsyncDisposable
{
    public const string AdminPassword = "Administrator-of-tests-1";

    private readonly TestDatabase database;
    private readonly HostFactory factory;

    private NetflixApp(TestDatabase database, HostFactory factory, string baseUrl, string directory)
    {
        this.database = database;
        this.factory = factory;
        BaseUrl = baseUrl;
        Directory = directory;
        Anonymous = NewClient();
    }

    /// <summary>Such as <c>http://127.0.0.1:41234</c>, without a final slash.</summary>
    public string BaseUrl { get; }

    /// <summary>Where the object store (<c>media</c>) and the encoder's work lie.</summary>
    public string Directory { get; }

    /// <summary>No token. Paths are relative to <c>/api/v1/</c>.</summary>
    public HttpClient Anonymous { get; }

    public IServiceProvider Services => factory.Services;

    public string ConnectionString => database.ConnectionString;

    /// <summary>What the Host was configured with.</summary>
    public string Setting(string key) => factory.Settings[key];

    /// <summary>What all of the Host was configured with.</summary>
    internal IReadOnlyDictionary<string, string> Settings => factory.Settings;

    /// <param name="settings">Configuration over the fixture's own, such as <c>Netflix:Roles</c>.</param>
    public static async Task<NetflixApp> StartAsync(params (string Key, string Value)[] settings)
    {
        var database = await TestDatabase.CreateAsync();
        var directory = System.IO.Directory.CreateTempSubdirectory("netflix-test-").FullName;
        var port = FreePort();
        var baseUrl = $"http://127.0.0.1:{port}";
        var all = new Dictionary<string, string>
        {
            ["urls"] = baseUrl, // not UseKestrel(port): it throws when the Host is quick to start
            ["Netflix:Roles"] = "web,encoder,edge",
            ["ConnectionStrings:netflixdb"] = database.ConnectionString,
            ["ConnectionStrings:redis"] = await TestRedis.NewDatabaseAsync(),
            ["Netflix:Media:Directory"] = Path.Combine(directory, "media"),
            ["Netflix:Mail:Folder"] = Path.Combine(directory, "mail"),
            ["Netflix:PublicUrl"] = baseUrl,
            ["Netflix:RateLimits:AccountPerMinute"] = "1000000", // tests are many viewers in one
            ["Netflix:Identity:AccessTokenLifetime"] = "01:00:00", // a fixture signs in once, and a busy machine needs longer than 15 minutes for its tests
            ["Netflix:Encoding:WorkDirectory"] = Path.Combine(directory, "work"),
            ["Netflix:Encoding:Preset"] = "ultrafast",
            ["Netflix:Encoding:KeySecret"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Netflix:Encoding:Ladder"] = "fixed", // the same rungs for every test's film; the tests of ladders choose otherwise
            ["Netflix:Delivery:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Netflix:Edge:Id"] = "edge1",
            ["Netflix:Edge:PublicUrl"] = baseUrl,
            ["services:web:http:0"] = baseUrl,
            ["Netflix:Identity:AdminPassword"] = AdminPassword,
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        var factory = new HostFactory(all);
        factory.UseKestrel();
        factory.StartServer();
        return new NetflixApp(database, factory, baseUrl, directory);
    }

    public HttpClient NewClient() => new() { BaseAddress = new Uri(BaseUrl + "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>A new account with its first profile.</summary>
    public Task<TestUser> SignUpAsync(string plan = "standard", string country = "SE") => TestUser.SignUpAsync(BaseUrl, plan, country, this);

    public Task<TestUser> SignInAdminAsync() => SignInAsync("admin@netflix.local", AdminPassword);

    public Task<TestUser> SignInAsync(string email, string password) => TestUser.SignInAsync(BaseUrl, email, password, this);

    public async ValueTask DisposeAsync()
    {
        Anonymous.Dispose();
        await factory.DisposeAsync();
        await database.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>A loopback port that nobody listens on now.</summary>
    public static int FreePort() => AppHost.Embedded.FreePort.Find();

    private sealed class HostFactory(Dictionary<string, string> settings) : WebApplicationFactory<Program>
    {
        internal Dictionary<string, string> Settings => settings;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }
        }
    }
}
