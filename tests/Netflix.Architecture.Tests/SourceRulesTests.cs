namespace Netflix.Architecture.Tests;

internal sealed class SourceRulesTests
{
    [Test]
    public void Code_NeverBlocks() => Assert.That(Solution.Code.SelectMany(SourceRules.BlockingWaits), Is.Empty);

    [TestCase("var a = task.Result;", true)]
    [TestCase("task.Wait();", true)]
    [TestCase("private async void Click()", true)]
    [TestCase("Thread.Sleep(5);", true)]
    [TestCase("task.GetAwaiter().GetResult();", true)]
    [TestCase("// never task.Result", false)]
    [TestCase("if (outcome.Outcome.Result is { })", false)]
    [TestCase("return TypedResults.Ok();", false)]
    public void Blocking_IsSeen(string code, bool blocks) =>
        Assert.That(SourceRules.BlockingWaits(new("a.cs", code)).Any(), Is.EqualTo(blocks));

    [TestCaseSource(typeof(Solution), nameof(Solution.Modules))]
    public void Sql_StaysInItsSchema(string module) =>
        Assert.That(Solution.Files($"src/Netflix.{module}", ".cs").SelectMany(file => SourceRules.ForeignSchemas(module, file)), Is.Empty);

    [TestCase("select * from catalog.title", true)]
    [TestCase("left join Identity.account a on a.id = 1", true)]
    [TestCase("insert into \"catalog\".title", true)]
    [TestCase("delete from playback.session", false)]
    [TestCase("select * from session join progress using (id)", false)]
    [TestCase("// as from catalog.title", false)]
    public void ForeignSchema_IsSeen(string sql, bool foreign) =>
        Assert.That(SourceRules.ForeignSchemas("Playback", new("a.cs", sql)).Any(), Is.EqualTo(foreign));

    [TestCaseSource(typeof(Solution), nameof(Solution.Modules))]
    public void Module_ReferencesSharedPartsOnly(string module) =>
        Assert.That(Solution.Files($"src/Netflix.{module}", ".csproj").SelectMany(SourceRules.ForeignReferences), Is.Empty);

    [TestCase("<ProjectReference Include=\"../Netflix.Catalog/Netflix.Catalog.csproj\" />", true)]
    [TestCase("<ProjectReference Include=\"../Netflix.Contracts/Netflix.Contracts.csproj\" />", false)]
    public void ForeignReference_IsSeen(string project, bool foreign) =>
        Assert.That(SourceRules.ForeignReferences(new("a.csproj", project)).Any(), Is.EqualTo(foreign));

    [Test]
    public void Versions_StandInOnePlace() =>
        Assert.That(Solution.Files("", ".csproj", ".props", ".targets").SelectMany(SourceRules.PackageVersions), Is.Empty);

    [TestCase("<PackageReference Include=\"A\" Version=\"1.0\" />", true)]
    [TestCase("<PackageReference Version='1' Include=\"A\" VersionOverride=\"1.0\" />", true)]
    [TestCase("<PackageReference Include=\"A\"><Version>1</Version></PackageReference>", true)]
    [TestCase("<PackageReference Include=\"A\" />", false)]
    [TestCase("<PackageVersion Include=\"A\" Version=\"1.0\" />", false)]
    public void Version_IsSeen(string project, bool versioned) =>
        Assert.That(SourceRules.PackageVersions(new("a.csproj", project)).Any(), Is.EqualTo(versioned));

    [Test]
    public void Files_AreShort()
    {
        var files = Solution.Files("", ".cs", ".ts", ".tsx").ToList();

        Assert.That(files.SelectMany(file => SourceRules.LongerThan(SourceRules.TooLongFile, file)), Is.Empty);
        foreach (var file in files.SelectMany(one => SourceRules.LongerThan(SourceRules.LongFile, one)))
        {
            TestContext.Out.WriteLine($"Look hard at {file}"); // a warning would count as a skipped test
        }
    }

    [TestCase(400, false)]
    [TestCase(401, true)]
    public void LongFile_IsSeen(int lines, bool tooLong) =>
        Assert.That(SourceRules.LongerThan(SourceRules.TooLongFile, new("a.cs", new string('\n', lines))).Any(), Is.EqualTo(tooLong));

    [TestCaseSource(typeof(Solution), nameof(Solution.Modules))]
    public void Module_HasItsReadme(string module) => Assert.That(Path.Combine(Solution.Root, $"src/Netflix.{module}/README.md"), Does.Exist);

    [Test]
    public void Scan_SeesTheCode() =>
        Assert.That(Solution.Code.Select(file => file.Path), Does.Contain("src/Netflix.Host/Program.cs").And.Not.Some.Contain("/obj/"));
}
