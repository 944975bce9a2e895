namespace Netflix.Storage;

public sealed record StoredObject(string Key, long Length, DateTimeOffset ModifiedAt);

/// <summary>
/// Immutable objects under keys such as <c>assets/1f.../v720/3.m4s</c>: lower-case letters, digits, and <c>-_./</c>, at
/// most 512 characters, parts of 1 to 200 that neither start nor end with a dot; other keys throw
/// <see cref="ArgumentException"/>. No key may be the folder of another. A write is there whole or not at all.
/// A prefix that ends in <c>/</c> is a folder; any other names exactly one object, so <c>a/b</c> never means <c>a/bc</c>.
/// A store that is full or cannot be reached throws <see cref="IOException"/>.
/// </summary>
public interface IObjectStore
{
    /// <summary>Writes the stream to its end. With <paramref name="onlyIfAbsent"/>: false, and nothing changed, when the key is taken.</summary>
    Task<bool> WriteAsync(string key, Stream content, bool onlyIfAbsent = false, CancellationToken cancel = default);

    /// <summary>The object, or null.</summary>
    Task<StoredObject?> FindAsync(string key, CancellationToken cancel = default);

    /// <summary>
    /// Reads forward from <paramref name="offset"/> for <paramref name="length"/> bytes, or to the end; empty when the
    /// object ends before; null when there is no object. A reader may go on while the object is replaced or deleted: it
    /// gets the old bytes or an <see cref="IOException"/>, never a mixture.
    /// </summary>
    Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken cancel = default);

    /// <summary>The objects of a prefix, by key in ordinal order.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancel = default);

    /// <summary>Deletes the objects of a prefix; returns how many.</summary>
    Task<int> DeleteAsync(string prefix, CancellationToken cancel = default);
}
