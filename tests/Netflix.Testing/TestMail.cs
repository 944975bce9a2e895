using System.Text.RegularExpressions;

namespace Netflix.Testing;

/// <summary>The mails that a <see cref="NetflixApp"/> wrote into its folder.</summary>
public static partial class TestMail
{
    /// <summary>Those to one reader, once there are so many; in no order.</summary>
    public static async Task<IReadOnlyList<string>> MailAsync(this NetflixApp app, string to, int atLeast = 1) => await Expect.EventuallyAsync(
        () => Task.FromResult(Read(app, to)), mails => mails.Count >= atLeast);

    /// <summary>The token of the newest way to a new password.</summary>
    public static async Task<string> ResetTokenAsync(this NetflixApp app, string to)
    {
        var mails = await Expect.EventuallyAsync(
            () => Task.FromResult<IReadOnlyList<string>>([.. Read(app, to).Where(mail => ResetLink().IsMatch(mail))]), mails => mails.Count > 0);
        return ResetLink().Match(mails[^1]).Groups[1].Value;
    }

    public static IReadOnlyList<string> Read(NetflixApp app, string to)
    {
        ArgumentNullException.ThrowIfNull(app);
        var folder = new DirectoryInfo(Path.Combine(app.Directory, "mail"));
        return folder.Exists
            ? [.. folder.GetFiles("*.eml").OrderBy(file => file.LastWriteTimeUtc).Select(file => File.ReadAllText(file.FullName)).Where(mail => mail.Contains(to, StringComparison.OrdinalIgnoreCase))]
            : [];
    }

    [GeneratedRegex(@"/reset-password\?token=([\w-]+)")]
    private static partial Regex ResetLink();
}
