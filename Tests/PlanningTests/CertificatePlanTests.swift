import Foundation
import Planning
import TestSupport
import Testing

/// What a plan says and does about certificates, by where they come from.
struct CertificatePlanTests {
  @Test(arguments: CertificateOrigin.allCases)
  func eachOriginIsShownAsItIsCarriedOut(origin: CertificateOrigin) throws {
    let plan = try origin.plan()
    let item = try #require(plan.item("certificates"))
    let script = plan.script(writtenBy: nil).components(separatedBy: "\n\n")
      .filter { $0.hasPrefix("begin ") && $0.contains("certificates") && !$0.contains("$helm") }
    let parts =
      [item.previewLine(width: 78, paths: paths), item.fullText] + script
      + ["undo:\n" + plan.undoLines(completed: ["certificates"]).joined(separator: "\n")]
    #expect(
      Golden.mismatch(
        parts.joined(separator: "\n\n") + "\n", named: "certificates-\(origin.rawValue).txt") == nil
    )
  }

  @Test(arguments: CertificateOrigin.allCases)
  func noTextHoldsAKeyAndEveryArgumentIsShown(origin: CertificateOrigin) throws {
    let plan = try origin.plan()
    for text in [plan.text, plan.json, plan.script(writtenBy: nil)] {
      #expect(!text.contains("PRIVATE KEY"))
    }
    guard case .made(let making)? = plan.certificates?.origin else { return }
    let detail = try #require(plan.item("certificates")).fullText
    for command in making.commands {
      #expect(command.argumentGroups.flatMap(\.self) == command.arguments)
      #expect(command.arguments.allSatisfy { detail.contains(ShellQuoting.quote($0)) })
      #expect(
        command.timeout != nil && command.input == nil
          && command.environment.keys.allSatisfy { $0 == "STEPPATH" })
    }
    #expect(
      plan.tools.map(\.name) == [.kubectl, .helm, try #require(making.commands.first).tool.name])
  }

  @Test(arguments: CertificateOrigin.allCases)
  func aPlanSurvivesItsEncoding(origin: CertificateOrigin) throws {
    struct Form: Decodable { var plan: Plan }
    let plan = try origin.plan()
    let form = try JSONDecoder().decode(Form.self, from: Data(plan.json.utf8))
    #expect(form.plan == plan)
    #expect(form.plan.digest == plan.digest)
  }

  @Test(arguments: [CertificateOrigin.files, .filesInPlace, .root, .rootInPlace])
  func anotherFileMakesAnotherDigest(origin: CertificateOrigin) throws {
    let inputs = try inputs(answering: { origin.answer(&$0.certificates, in: "/a") }) {
      origin.tune(&$0)
    }
    func digest(_ change: (inout GivenCertificates) -> Void) throws -> String {
      var changed = inputs
      var given = try #require(inputs.given)
      change(&given)
      changed.given = given
      return try PlanBuilder.plan(changed).get().digest
    }
    let same = try digest { _ in }
    var digests = [same]
    for place in try #require(inputs.given).files.indices {
      digests.append(try digest { $0.files[place].sha256 = String(repeating: "0", count: 64) })
      digests.append(try digest { $0.files[place].path += "2" })
    }
    digests.append(try digest { $0.normalised[0].text += "\n" })
    digests.append(try digest { $0.inPlace = ["issuer.crt"] })
    #expect(Set(digests).count == digests.count)
    #expect(try digest { $0.problems = [FieldProblem(.givenAnchor, Problem("x", "X."))] } == same)
  }

  @Test func whatIsNotKnownYetMakesNoPlan() throws {
    for origin in CertificateOrigin.allCases {
      let inputs = try inputs(answering: { origin.answer(&$0.certificates, in: "/a") })
      guard case .failure(let refusal) = PlanBuilder.plan(inputs) else {
        Issue.record("\(origin): a plan was built")
        continue
      }
      #expect(refusal.problems.map(\.field) == [.certificateSource])
    }
  }

  @Test func anIssuerUnderARootNeverOutlivesIt() throws {
    let plan = try CertificateOrigin.root.plan { $0.certificates.issuerValidity = "50y" }
    let recipe = try #require(plan.certificates)
    #expect(recipe.issuerNotAfter == recipe.anchorNotAfter)
    #expect(recipe.anchorName == "My Company's Root")
    #expect(recipe.notBefore == now.adding(seconds: -PlanBuilder.clockTolerance))
    #expect(recipe.anchorKeyPath == "/home/ada/pki/ca.key")
  }

  @Test func aRootThatHasJustBegunGivesTheIssuerItsBeginning() throws {
    let inputs = try inputs(answering: {
      CertificateOrigin.root.answer(&$0.certificates, in: "/a")
    }) {
      CertificateOrigin.root.tune(&$0)
      $0.given?.root?.notBefore = $0.now.adding(seconds: -60)
    }
    let plan = try PlanBuilder.plan(inputs).get()
    #expect(plan.certificates?.notBefore == now.adding(seconds: -60))
  }

  @Test func onlyWhatIsNotInPlaceIsWritten() throws {
    func written(_ origin: CertificateOrigin) throws -> [String]? {
      try origin.plan().certificates?.written
    }
    #expect(try written(.step) == CertificatePlan.files)
    #expect(try written(.files) == ["ca.crt", "issuer.crt", "issuer.key"])
    #expect(try written(.filesPartlyInPlace) == ["issuer.crt", "issuer.key"])
    #expect(try written(.filesInPlace) == [])
    #expect(try written(.root) == ["ca.crt", "issuer.crt", "issuer.key"])
    #expect(try written(.rootInPlace) == ["issuer.crt", "issuer.key"])
  }

  @Test func theAnchorsKeyIsSpokenOfOnlyWhereThereIsOne() throws {
    for origin in CertificateOrigin.allCases {
      let text = try #require(try origin.plan().item("control-plane")).explanation
      let hasKey = try origin.plan().certificates?.anchorKeyPath != nil
      #expect(text.contains("The trust anchor's key stays on this machine") == hasKey)
      #expect(text.hasSuffix("issuer's key goes to the cluster, where Linkerd signs with it."))
    }
  }
}
