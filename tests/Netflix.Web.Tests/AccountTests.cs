using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>What an owner does with the account: devices, two-step sign-in, data, a lost password, a television.</summary>
public sealed class AccountTests
{
    [Test]
    public async Task DeviceSignedOutHere_IsOutThere()
    {
        await using var here = await Client.OpenAsync();
        var email = await here.SignUpAsync();
        await using var there = await Client.OpenAsync();
        await there.SignInAsync(email);

        await here.Page.GotoAsync("/account");
        await here.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Sign out Chrome") }).ClickAsync();
        await here.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "is signed out" }).WaitForAsync();
        await there.Page.ReloadAsync();

        await there.Page.WaitForURLAsync("**/signin");
        await Assertions.Expect(here.Page.GetByRole(AriaRole.Heading, new() { Name = "Devices" })).ToBeVisibleAsync();
    }

    [Test]
    public async Task TwoStepSignIn_IsSetUp_AndARecoveryCodeOpens()
    {
        await using var client = await Client.OpenAsync();
        var email = await client.SignUpAsync();
        var page = client.Page;
        var foreign = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(WebApp.App.BaseUrl, StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                foreign.Add(request.Url);
            }
        };
        await page.GotoAsync("/account");

        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        await page.GetByRole(AriaRole.Img, new() { NameRegex = new("QR code") }).WaitForAsync();
        var key = (await page.Locator("code").First.InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync("000000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Code", new() { Exact = true })).ToHaveAttributeAsync("aria-invalid", "true");
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(CodeOf(key));
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        var codes = page.GetByRole(AriaRole.List, new() { Name = "Recovery codes" }).GetByRole(AriaRole.Listitem);
        await Assertions.Expect(codes).ToHaveCountAsync(10);
        var recovery = await codes.First.InnerTextAsync();

        await using var another = await Client.OpenAsync();
        await another.Page.GotoAsync("/signin");
        await another.Page.GetByLabel("Email").FillAsync(email);
        await another.Page.GetByLabel("Password").FillAsync(Client.Password);
        await another.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await another.Page.GetByLabel("recovery code").FillAsync(recovery);
        await another.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await another.Page.GetByTestId("profile").First.WaitForAsync();
        Assert.That(foreign, Is.Empty, "The key may have left the browser.");
    }

    [Test]
    public async Task ForgottenPassword_IsChosenAnewByTheMailedLink()
    {
        await using var client = await Client.OpenAsync();
        using var owner = await WebApp.App.SignUpAsync(country: WebApp.Country);
        var page = client.Page;
        await page.GotoAsync("/signin");
        await page.GetByRole(AriaRole.Link, new() { Name = "Forgot your password?" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the link" }).WaitForAsync(); // the page before has an email too
        await page.GetByLabel("Email").FillAsync(owner.Email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the link" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Look into your mail" }).WaitForAsync();

        var link = $"/reset-password?token={await WebApp.App.ResetTokenAsync(owner.Email)}";
        await page.GotoAsync(link);
        await page.GetByLabel("New password").FillAsync("short");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("New password")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.GetByLabel("New password").FillAsync("a wholly new sentence");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Your password is changed" }).WaitForAsync();

        await client.SignInAsync(owner.Email, "a wholly new sentence");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Menu of") }).WaitForAsync();
        await page.GotoAsync(link);
        await page.GetByLabel("New password").FillAsync("a wholly new sentence");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "This link no longer works" }).WaitForAsync();
    }

    [Test]
    public async Task Television_IsSignedInFromAPhone()
    {
        await using var television = await Client.OpenAsync();
        await television.Page.GotoAsync("/signin");
        await television.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with your phone" }).ClickAsync();
        var code = await television.Page.GetByTestId("user-code").InnerTextAsync();
        await using var phone = await Client.OpenAsync();
        await phone.SignUpAsync();

        await phone.Page.GotoAsync("/link");
        await phone.Page.GetByLabel("Code").FillAsync("NONE-SUCH");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(phone.Page.GetByLabel("Code")).ToHaveAttributeAsync("aria-invalid", "true");
        await phone.Page.GetByLabel("Code").FillAsync(code);
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, sign it in" }).ClickAsync();
        await phone.Page.GetByRole(AriaRole.Heading, new() { Name = "It is signed in" }).WaitForAsync();

        await television.Page.GetByTestId("profile").First.WaitForAsync();
    }

    [Test]
    public async Task Account_IsDeletedOnlyWithItsEmailTyped()
    {
        await using var client = await Client.OpenAsync();
        var email = await client.SignUpAsync();
        await client.Page.GotoAsync("/account");
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Delete account" }).ClickAsync();
        var forEver = client.Page.GetByRole(AriaRole.Button, new() { Name = "Delete for ever" });
        await Assertions.Expect(forEver).ToBeDisabledAsync();

        await client.Page.GetByLabel($"Type {email} to go on").FillAsync(email);
        await forEver.ClickAsync();
        await client.Page.WaitForURLAsync("**/signin");

        await client.Page.GetByLabel("Email").FillAsync(email);
        await client.Page.GetByLabel("Password").FillAsync(Client.Password);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "wrong" }).WaitForAsync();
    }

    [Test]
    public async Task Data_AreDownloadedAsOneFile()
    {
        await using var client = await Client.OpenAsync();
        var email = await client.SignUpAsync();
        await client.Page.GotoAsync("/account");

        var file = await client.Page.RunAndWaitForDownloadAsync(() => client.Page.GetByRole(AriaRole.Button, new() { Name = "Download my data" }).ClickAsync());

        Assert.That(file.SuggestedFilename, Does.EndWith(".json"));
        await using var content = await file.CreateReadStreamAsync();
        using var reader = new StreamReader(content);
        Assert.That(await reader.ReadToEndAsync(), Does.Contain(email));
    }

    /// <summary>What an authenticator app shows now for a key (RFC 6238).</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238 is HMAC-SHA-1.")]
    private static string CodeOf(string key)
    {
        var bits = string.Concat(key.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30);
        var hash = HMACSHA1.HashData(secret, counter);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return $"{number % 1_000_000:000000}";
    }
}
