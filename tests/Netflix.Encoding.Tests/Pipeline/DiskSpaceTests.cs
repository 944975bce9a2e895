using System.Net;
using Microsoft.Extensions.Options;
using Netflix.Encoding.Pipeline;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Pipeline;

public class DiskSpaceTests
{
    [Test]
    public void Room_IsTakenAndGivenBack()
    {
        using var folders = new WorkFolders(Options.Create(new EncodingOptions { WorkDirectory = EncodingApp.TempFile("work") }));
        var disk = new DiskSpace(folders, Options.Create(new EncodingOptions { MaxWorkBytes = 100, MinFreeBytes = 0 }));

        var first = disk.TryReserve(60);
        var second = disk.TryReserve(60);
        var why = disk.Paused;
        first!.Dispose();
        first.Dispose();

        Assert.That((second, why), Is.EqualTo(((IDisposable?)null, "The work folder may hold 100 bytes, and 120 bytes are needed.")));
        Assert.That(disk.TryReserve(100), Is.Not.Null);
        Assert.That(disk.Paused, Is.Null);
    }

    [Test]
    public void FullDisk_IsSaid()
    {
        using var folders = new WorkFolders(Options.Create(new EncodingOptions { WorkDirectory = EncodingApp.TempFile("work") }));
        var disk = new DiskSpace(folders, Options.Create(new EncodingOptions { MinFreeBytes = long.MaxValue / 2 }));

        Assert.That(disk.TryReserve(1), Is.Null);
        Assert.That(disk.Paused, Does.StartWith("The disk of the work folder is full"));
    }

    [Test]
    public void WhatIsPromisedAndNotWrittenYet_IsNotFree()
    {
        using var folders = new WorkFolders(Options.Create(new EncodingOptions { WorkDirectory = EncodingApp.TempFile("work") }));
        var disk = new DiskSpace(folders, Options.Create(new EncodingOptions { MaxWorkBytes = long.MaxValue / 2, MinFreeBytes = 0 }));
        var most = disk.FreeBytes / 5 * 3;

        using var first = disk.TryReserve(most);
        using var second = disk.TryReserve(most);

        Assert.That((first is null, second is null), Is.EqualTo((false, true)));
        Assert.That(disk.Paused, Does.StartWith("The disk of the work folder is full"));
    }

    [Test]
    public async Task JobWithoutRoom_WaitsAndSaysSo_AndIsNotBlamed()
    {
        await using var app = await NetflixApp.StartAsync(("Netflix:Encoding:MaxWorkBytes", "1000000"));
        using var studio = await app.SignInAdminAsync();
        var upload = await Task.FromResult(await studio.UploadAsync(await studio.CreateTitleAsync(), await TestFilm.MakeAsync(app.Directory, 240, 1))).JsonAsync(HttpStatusCode.Accepted);

        var queue = await Expect.EventuallyAsync(() => studio.Http.GetAsync("admin/encoding/queue").JsonAsync(), queue => queue.GetProperty("paused").GetBoolean());

        Assert.That(queue.GetProperty("reason").GetString(), Does.Contain("may hold 1 MB"));
        var job = await studio.Http.GetAsync($"admin/encoding/{upload.GetProperty("encodingJobId").GetGuid()}").JsonAsync();
        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("processing"));
        Assert.That(job.GetProperty("stages").EnumerateArray().Sum(stage => stage.GetProperty("failures").GetInt32()), Is.Zero);
    }
}
