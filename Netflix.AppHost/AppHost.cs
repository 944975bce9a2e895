// The app model for .NET Aspire, built only with -p:Aspire=true. Same resource names and environment variables as the
// embedded mode (Embedded/Topology.cs), so that the Host cannot tell the two apart.
using System.Security.Cryptography;

var builder = DistributedApplication.CreateBuilder(args);
builder.AddDockerComposeEnvironment("compose");

if (builder.ExecutionContext.IsRunMode)
{
    // Published, these four are asked for; on a developer's machine they are made, or taken from the environment.
    builder.Configuration["Parameters:deliverykey"] ??= Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    // Not a new one each time: the database, which stays, is sealed under it.
    builder.Configuration["Parameters:keysecret"] ??= KeptSecret();
    builder.Configuration["Parameters:adminpassword"] ??= Environment.GetEnvironmentVariable("NETFLIX_ADMIN_PASSWORD") ?? Password();
    builder.Configuration["Parameters:demopassword"] ??= Environment.GetEnvironmentVariable("NETFLIX_DEMO_PASSWORD") ?? Password();
    Console.WriteLine($"Sign in as admin@netflix.local with {builder.Configuration["Parameters:adminpassword"]}");
    Console.WriteLine($"        or demo@netflix.local with {builder.Configuration["Parameters:demopassword"]}");
}

var deliveryKey = builder.AddParameter("deliverykey", secret: true);
var keySecret = builder.AddParameter("keysecret", secret: true);
var adminPassword = builder.AddParameter("adminpassword", secret: true);
var demoPassword = builder.AddParameter("demopassword", secret: true);

var database = builder.AddPostgres("postgres").WithDataVolume().AddDatabase("netflixdb");
var redis = builder.AddRedis("redis").WithDataVolume();
var media = builder.AddAzureStorage("storage").RunAsEmulator(azurite => azurite.WithDataVolume()).AddBlobs("media");

var web = builder.AddProject<Projects.Netflix_Host>("web", launchProfileName: null)
    .WithHttpEndpoint(port: 8080).WithExternalHttpEndpoints().WithHttpHealthCheck("/health")
    .WithEnvironment("Netflix__Roles", "web,encoder")
    .WithEnvironment("Netflix__PublicUrl", "http://localhost:8080")
    .WithEnvironment("Netflix__Delivery__Key", deliveryKey)
    .WithEnvironment("Netflix__Encoding__KeySecret", keySecret)
    .WithEnvironment("Netflix__Identity__AdminPassword", adminPassword)
    .WithEnvironment("Netflix__Identity__DemoPassword", demoPassword)
    .WithReference(database).WaitFor(database).WithReference(redis).WaitFor(redis).WithReference(media);
if (builder.ExecutionContext.IsRunMode)
{
    // On this machine the packager comes from npm, as in embedded mode; an image brings its own on its PATH.
    web.WithEnvironment("Netflix__Encoding__PackagerPath", Path.GetFullPath(
        Path.Combine(builder.AppHostDirectory, "..", "node_modules", "shaka-packager", "bin", "packager-linux-x64")));
    web.WithEnvironment("Netflix__Region__Database", Path.GetFullPath(
        Path.Combine(builder.AppHostDirectory, "..", "node_modules", "@ip-location-db", "iptoasn-country-mmdb", "iptoasn-country.mmdb")));
}

const int Edges = 2;
builder.AddProject<Projects.Netflix_Host>("edge", launchProfileName: null)
    .WithHttpEndpoint(port: 8090).WithExternalHttpEndpoints().WithHttpHealthCheck("/health")
    .WithEnvironment("Netflix__Roles", "edge")
    .WithEnvironment("Netflix__Delivery__Key", deliveryKey)
    .WithEnvironment("Netflix__Edge__PublicUrl", "http://localhost:8090")
    .WithEnvironment("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1")
    .WithReference(media).WithReference(web).WaitFor(web)
    .WithReplicas(Edges)
    // WithReplicas is honoured locally and by Kubernetes; the compose publisher reads only this.
    .PublishAsDockerComposeService((_, service) => service.Deploy = new() { Replicas = Edges });

builder.Build().Run();

// Under the user's own data, as the database's volume outlives this run.
static string KeptSecret()
{
    var path = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "netflix-aspire-keysecret");
    if (!File.Exists(path))
    {
        using var file = new StreamWriter(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        file.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
    }

    return File.ReadAllText(path);
}

static string Password() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
