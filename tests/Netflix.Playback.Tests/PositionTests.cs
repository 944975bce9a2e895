using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Playback.Progress;
using Netflix.Testing;

namespace Netflix.Playback.Tests;

/// <summary>Positions through the real Redis and PostgreSQL.</summary>
public class PositionTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private NetflixApp app = null!;
    private ProgressWriter writer = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        app = await NetflixApp.StartAsync();
        writer = app.Services.GetRequiredService<ProgressWriter>();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await app.DisposeAsync();

    private readonly record struct Play(Guid Profile, Guid Video, Guid Session)
    {
        internal static Play New() => new(Guid.NewGuid(), Guid.NewGuid(), Guid.CreateVersion7(Now.AddMinutes(-10)));

        internal Play Again() => this with { Session = Guid.CreateVersion7(Now) };

        internal Watched At(double position, long sequence) => new(Profile, Video, Guid.Empty, Session, sequence, position, 100, Now);
    }

    private Task<bool> WriteAsync(Watched watched, bool young = false) =>
        writer.WriteAsync(watched, young ? Now : Now.AddMinutes(-5), CancellationToken.None);

    private async Task<double?> PositionAsync(Play play) => (await StateAsync(play))?.PositionSeconds;

    private async Task<WatchState?> StateAsync(Play play)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var states = await scope.ServiceProvider.GetRequiredService<IWatchStates>().GetAsync(play.Profile, [play.Video], CancellationToken.None);
        return states.GetValueOrDefault(play.Video);
    }

    [Test]
    public async Task LateAndRepeatedUpdates_ChangeNothing()
    {
        var play = Play.New();

        Assert.That(await WriteAsync(play.At(20, 2)));
        Assert.That(await WriteAsync(play.At(10, 1)), Is.False);
        Assert.That(await WriteAsync(play.At(99, 2)), Is.False);
        Assert.That(await PositionAsync(play), Is.EqualTo(20));
    }

    [Test]
    public async Task OlderSession_CannotMoveANewerOnes()
    {
        var first = Play.New();
        var second = first.Again();

        Assert.That(await WriteAsync(second.At(50, 1)));
        Assert.That(await WriteAsync(first.At(80, 100)), Is.False);
        Assert.That(await PositionAsync(first), Is.EqualTo(50));
    }

    [Test]
    public async Task FirstSecondsOfANewSession_DoNotOverwriteAFartherPosition()
    {
        var first = Play.New();
        var second = first.Again();
        await WriteAsync(first.At(50, 1));

        Assert.That(await WriteAsync(second.At(0, 0), young: true), Is.False);
        Assert.That(await WriteAsync(second.At(51, 1), young: true));
        Assert.That(await PositionAsync(first), Is.EqualTo(51));
    }

    [Test]
    public async Task StartOver_IsTakenOnceTheSessionIsNotYoung()
    {
        var first = Play.New();
        await WriteAsync(first.At(50, 1));

        Assert.That(await WriteAsync(first.Again().At(5, 3), young: false));
        Assert.That(await PositionAsync(first), Is.EqualTo(5));
    }

    [Test]
    public async Task RedisForgot_StoredPositionStillDecides()
    {
        var play = Play.New();
        var stored = app.Services.GetRequiredService<StoredPositions>();
        await stored.UpsertAsync([play.At(40, 5)], CancellationToken.None);

        Assert.That(await WriteAsync(play.At(30, 4)), Is.False);
        Assert.That(await WriteAsync(play.At(41, 6)));
        Assert.That(await PositionAsync(play), Is.EqualTo(41));
    }

    [Test]
    public async Task LivePosition_ReachesPostgreSql()
    {
        var play = Play.New();
        var stored = app.Services.GetRequiredService<StoredPositions>();

        await WriteAsync(play.At(33, 1));

        await Expect.EventuallyAsync(
            () => stored.FindAsync(play.Profile, play.Video, CancellationToken.None), known => known.PositionSeconds == 33);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task FinishedAndBegunAgain_StaysCompleted(bool reachedPostgreSqlBetween)
    {
        var first = Play.New();
        var second = first.Again();
        var stored = app.Services.GetRequiredService<StoredPositions>();
        await WriteAsync(first.At(95, 1));
        if (reachedPostgreSqlBetween)
        {
            await Expect.EventuallyAsync(() => stored.FindAsync(first.Profile, first.Video, CancellationToken.None), known => known.IsCompleted);
            await app.Services.GetRequiredService<LivePositions>().ForgetAsync(first.Profile);
        }

        Assert.That(await WriteAsync(second.At(20, 1)));

        Assert.That((await StateAsync(first))!.Completed);
        Assert.That((await StateAsync(first))!.PositionSeconds, Is.EqualTo(20));
        var known = await Expect.EventuallyAsync(() => stored.FindAsync(first.Profile, first.Video, CancellationToken.None), known => known.PositionSeconds == 20);
        Assert.That(known.IsCompleted);
    }

    [Test]
    public async Task HalfSeen_IsNotCompleted()
    {
        var play = Play.New();

        await WriteAsync(play.At(50, 1));

        Assert.That((await StateAsync(play))!.Completed, Is.False);
    }

    [Test]
    public async Task UpsertTwice_StoresOnce()
    {
        var play = Play.New();
        var stored = app.Services.GetRequiredService<StoredPositions>();

        Assert.That(await stored.UpsertAsync([play.At(1, 1)], CancellationToken.None), Is.EqualTo(1));
        Assert.That(await stored.UpsertAsync([play.At(1, 1)], CancellationToken.None), Is.Zero);
    }
}
