namespace Netflix.Storage;

public sealed record StoredObject(string Key, long Length, DateTimeOffset ModifiedAt);

/// <summary>
/// Immutable objects under keys such as <c>assets/1f.../v720/3.m4s</c>: lower-case letters, digits, and <c>-_./</c>, no
/// part empty or starting with a dot, at most 512 characters; other keys throw <see cref="ArgumentException"/>.
/// A write is there whole or not at all.
/// </summary>
public interface IObjectStore
{
    /// <summary>Writes the stream to its end. With <paramref name="onlyIfAbsent"/>: false, and nothing changed, when the key is taken.</summary>
    Task<bool> WriteAsync(string key, Stream content, bool onlyIfAbsent = false, CancellationToken cancel = default);

    /// <summary>The object, or null.</summary>
    Task<StoredObject?> FindAsync(string key, CancellationToken cancel = default);

    /// <summary>Reads from <paramref name="offset"/> for <paramref name="length"/> bytes, or to the end; null when there is no object.</summary>
    Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken cancel = default);

    /// <summary>All objects whose key starts with the prefix, by key.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancel = default);

    /// <summary>Deletes all objects whose key starts with the prefix, which ends in <c>/</c> or names one object; returns how many.</summary>
    Task<int> DeleteAsync(string prefix, CancellationToken cancel = default);
}
