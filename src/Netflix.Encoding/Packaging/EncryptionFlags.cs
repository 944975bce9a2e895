using Netflix.Contracts;
using Netflix.Encoding.Pipeline;

namespace Netflix.Encoding.Packaging;

/// <summary>
/// The packager's flags of encryption in a file for its owner alone, gone when disposed: a command line may be read by
/// everybody on the machine.
/// </summary>
internal sealed class EncryptionFlags : IDisposable
{
    private EncryptionFlags(string path) => Path = path;

    internal string Path { get; }

    internal static async Task<EncryptionFlags> WriteAsync(IReadOnlyList<ContentKey> keys, IReadOnlyList<string> systems, WorkFolder work, CancellationToken cancel)
    {
        var flags = new EncryptionFlags(work.File("encryption.flags"));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new StreamWriter(flags.Path, options);
        await file.WriteAsync($"""
            --enable_raw_key_encryption
            --protection_scheme=cbcs
            --clear_lead=0
            --protection_systems={string.Join(',', systems)}
            --keys={string.Join(',', keys.Select(key => $"label={key.Label}:key_id={key.KeyId:N}:key={Convert.ToHexStringLower(key.Key)}"))}

            """.AsMemory(), cancel);
        return flags;
    }

    public void Dispose() => File.Delete(Path);
}
