using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Netflix.Storage;

/// <summary>The object store: files at <c>Netflix:Media:Directory</c>, or Azure Blobs when <c>ConnectionStrings:media</c> is set.</summary>
public static class StorageSetup
{
    public static IServiceCollection AddObjectStore(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(Open(configuration));

    internal static IObjectStore Open(IConfiguration configuration) =>
        new FileObjectStore(configuration["Netflix:Media:Directory"]
            ?? throw new InvalidOperationException("Set ConnectionStrings:media (Azure Blobs) or Netflix:Media:Directory (a folder)."));
}
