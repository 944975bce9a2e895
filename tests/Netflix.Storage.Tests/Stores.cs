using Microsoft.Extensions.Configuration;

namespace Netflix.Storage.Tests;

/// <summary>The stores that the contract is proved on; one Azurite serves the whole run.</summary>
[SetUpFixture]
internal sealed class Stores
{
    private static Azurite? azurite;
    private static string? folder;

    internal static readonly string[] Kinds = ["files", "azure"];

    internal static string Folder => folder!;

    internal static IObjectStore Open(string kind) => kind switch
    {
        "files" => StorageSetup.Open(new ConfigurationBuilder().AddInMemoryCollection([new("Netflix:Media:Directory", Folder)]).Build()),
        "azure" => azurite!.OpenStore(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = Directory.CreateTempSubdirectory("netflix-store-").FullName;
        azurite = await Azurite.StartAsync();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (azurite is not null)
        {
            await azurite.DisposeAsync();
        }

        Directory.Delete(folder!, recursive: true);
    }
}
