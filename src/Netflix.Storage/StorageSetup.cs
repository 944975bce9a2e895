using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Netflix.Storage;

/// <summary>The object store: files at <c>Netflix:Media:Directory</c>, or Azure Blobs when <c>ConnectionStrings:media</c> is set.</summary>
public static class StorageSetup
{
    private const string Container = "media";

    public static IServiceCollection AddObjectStore(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(Open(configuration));

    internal static IObjectStore Open(IConfiguration configuration)
    {
        if (configuration.GetConnectionString("media") is { Length: > 0 } azure)
        {
            return new AzureBlobStore(Connect(azure).GetBlobContainerClient(Container));
        }

        return new FileObjectStore(configuration["Netflix:Media:Directory"]
            ?? throw new InvalidOperationException("Set ConnectionStrings:media (Azure Blobs) or Netflix:Media:Directory (a folder)."));
    }

    /// <param name="connection">As Aspire injects it: a connection string (Azurite), or a bare URI, for which the process's Azure identity signs.</param>
    private static BlobServiceClient Connect(string connection)
    {
        var options = new BlobClientOptions
        {
            // The defaults wait 100 s for an answer and minutes in all: a viewer is gone by then.
            Retry = { Mode = RetryMode.Exponential, MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(2), NetworkTimeout = TimeSpan.FromSeconds(20) },
        };
        try
        {
            return !Uri.TryCreate(connection, UriKind.Absolute, out var account) ? new(connection, options)
                : account.Query.Contains("sig=", StringComparison.Ordinal) ? new(account, options)
                : new(account, new DefaultAzureCredential(), options);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // Not the value itself: it holds the account's key.
            throw new InvalidOperationException("ConnectionStrings:media is neither an Azure Storage connection string nor a URI.", exception);
        }
    }
}
