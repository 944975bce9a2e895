using Microsoft.Extensions.Configuration;

namespace Netflix.Storage.Tests;

internal sealed class StorageSetupTests
{
    [Test]
    public void NothingSet_SaysWhatToSet() =>
        Assert.That(() => Open(), Throws.InvalidOperationException.With.Message.Contains("Netflix:Media:Directory"));

    [TestCase("AccountName=devstoreaccount1;AccountKey=not-for-logs")]
    [TestCase("not-for-logs")]
    public void BadConnectionString_IsNotRepeated(string connection) =>
        Assert.That(() => Open(Media(connection)),
            Throws.InvalidOperationException.With.Message.Contains("ConnectionStrings:media").And.Message.Not.Contains("not-for-logs"));

    [TestCase("https://films.blob.core.windows.net/")]
    [TestCase("https://films.blob.core.windows.net/?sv=2023-01-03&sig=abc%3D")]
    public void BareUri_IsAzure(string connection) =>
        Assert.That(Open(Media(connection)), Is.TypeOf<AzureBlobStore>());

    [Test]
    public void UnreachableAzure_IsAnIOException()
    {
        var store = Open(Media(
            "AccountName=devstoreaccount1;AccountKey=bm90IGEgcmVhbCBrZXk=;BlobEndpoint=http://127.0.0.1:1/devstoreaccount1;"));

        Assert.ThrowsAsync<IOException>(() => store.OpenAsync("a/b"));
        Assert.ThrowsAsync<IOException>(() => store.FindAsync("a/b"));
        Assert.ThrowsAsync<IOException>(() => store.DeleteAsync("a/"));
    }

    private static KeyValuePair<string, string?> Media(string connection) => new("ConnectionStrings:media", connection);

    private static IObjectStore Open(params KeyValuePair<string, string?>[] settings) =>
        StorageSetup.Open(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
}
