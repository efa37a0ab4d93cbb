// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title Datanet (poa/1 reference interface)
/// @notice One community dataset: contributions by root hash, their review, their withdrawal, and the versions published of them.
/// The real contract's ABI is not public: this is the reference that Headwater defines.
contract Datanet is ReentrancyGuard {
    event ContributionSubmitted(
        uint256 indexed contributionId,
        address indexed contributor,
        bytes32 indexed contentRoot,
        string contentUri,
        uint32 rowCount,
        uint64 byteLength,
        string license,
        uint256 stake
    );
    event ContributionApproved(uint256 indexed contributionId, address indexed reviewer, uint32 qualityPpm);
    event ContributionRejected(uint256 indexed contributionId, address indexed reviewer, string reason);
    event ContributionWithdrawn(uint256 indexed contributionId);
    event RowsRemoved(uint256 indexed contributionId, uint32[] rows, string reason);
    event VersionPublished(uint32 indexed version, bytes32 dataRoot, uint64 rowCount, string metadataUri);
    event MetadataUpdated(string metadataUri);
    event StakeDeposited(address indexed contributor, uint256 amount);
    event StakeWithdrawn(address indexed contributor, uint256 amount);
    event ContributorSlashed(
        address indexed contributor, uint256 indexed contributionId, uint256 amount, uint8 reason
    );
    event DataAccessPaid(address indexed account, uint32 version, uint256 fee);
    event PenaltyScoreSet(address indexed contributor, uint32 scorePpm);

    struct Submission {
        bytes32 contentRoot;
        string contentUri;
        uint32 rowCount;
        uint64 byteLength;
        string license;
    }

    enum Status {
        None,
        Submitted,
        Approved,
        Rejected,
        Withdrawn
    }

    struct Contribution {
        address contributor;
        Status status;
        uint32 rowCount;
    }

    uint32 private constant PPM = 1_000_000;

    uint256 public immutable datanetId;
    address public immutable factory;
    address public immutable owner;
    bool public immutable isPublic;
    uint256 public immutable fee;
    string public metadataUri;
    uint256 public contributionCount;
    uint32 public versionCount;
    mapping(uint256 contributionId => Contribution) public contributions;
    mapping(uint256 contributionId => mapping(uint32 row => bool)) public isRemoved;
    mapping(address account => bool) public isReviewer;
    mapping(address contributor => uint256) public stakeOf;

    modifier onlyOwner() {
        require(msg.sender == owner, "not the owner");
        _;
    }

    modifier onlyReviewer() {
        require(isReviewer[msg.sender], "not a reviewer");
        _;
    }

    constructor(uint256 datanetId_, address owner_, bool isPublic_, uint256 fee_, string memory metadataUri_) {
        datanetId = datanetId_;
        factory = msg.sender;
        owner = owner_;
        isPublic = isPublic_;
        fee = fee_;
        metadataUri = metadataUri_;
        isReviewer[owner_] = true;
        emit MetadataUpdated(metadataUri_);
    }

    function submit(Submission calldata submission) external payable returns (uint256) {
        return _submit(msg.sender, submission);
    }

    function submitFor(address contributor, Submission calldata submission) external payable returns (uint256) {
        require(msg.sender == factory, "not the factory");
        return _submit(contributor, submission);
    }

    function approve(uint256 contributionId, uint32 qualityPpm) external onlyReviewer {
        require(qualityPpm <= PPM, "quality above one");
        _move(contributionId, Status.Submitted, Status.Approved);
        emit ContributionApproved(contributionId, msg.sender, qualityPpm);
    }

    function reject(uint256 contributionId, string calldata reason) external onlyReviewer {
        _move(contributionId, Status.Submitted, Status.Rejected);
        emit ContributionRejected(contributionId, msg.sender, reason);
    }

    function withdraw(uint256 contributionId) external {
        Contribution storage contribution = contributions[contributionId];
        require(contribution.contributor == msg.sender, "not the contributor");
        require(
            contribution.status == Status.Submitted || contribution.status == Status.Approved, "not withdrawable"
        );
        contribution.status = Status.Withdrawn;
        emit ContributionWithdrawn(contributionId);
    }

    function removeRows(uint256 contributionId, uint32[] calldata rows, string calldata reason) external onlyReviewer {
        Contribution storage contribution = contributions[contributionId];
        require(contribution.status == Status.Approved, "not approved");
        require(rows.length > 0, "no rows");
        for (uint256 i = 0; i < rows.length; i++) {
            require(rows[i] < contribution.rowCount, "no such row");
            require(!isRemoved[contributionId][rows[i]], "removed before");
            isRemoved[contributionId][rows[i]] = true;
        }
        emit RowsRemoved(contributionId, rows, reason);
    }

    function publishVersion(bytes32 dataRoot, uint64 rowCount, string calldata uri) external onlyOwner {
        versionCount += 1;
        emit VersionPublished(versionCount, dataRoot, rowCount, uri);
    }

    function updateMetadata(string calldata uri) external onlyOwner {
        metadataUri = uri;
        emit MetadataUpdated(uri);
    }

    function setReviewer(address account, bool allowed) external onlyOwner {
        isReviewer[account] = allowed;
    }

    function setPenaltyScore(address contributor, uint32 scorePpm) external onlyOwner {
        require(scorePpm <= PPM, "score above one");
        emit PenaltyScoreSet(contributor, scorePpm);
    }

    function depositStake() external payable {
        require(msg.value > 0, "nothing to stake");
        _deposit(msg.sender, msg.value);
    }

    function withdrawStake(uint256 amount) external nonReentrant {
        stakeOf[msg.sender] -= amount;
        emit StakeWithdrawn(msg.sender, amount);
        Address.sendValue(payable(msg.sender), amount);
    }

    /// @notice Takes stake from a contributor for one contribution; the amount goes to the owner of the Datanet.
    /// @param reason 0 biased, 1 redundant, 2 adversarial
    function slash(uint256 contributionId, uint256 amount, uint8 reason) external onlyOwner nonReentrant {
        require(reason <= 2, "no such reason");
        address contributor = contributions[contributionId].contributor;
        stakeOf[contributor] -= amount;
        emit ContributorSlashed(contributor, contributionId, amount, reason);
        Address.sendValue(payable(owner), amount);
    }

    function payAccess(uint32 version) external payable nonReentrant {
        require(version > 0 && version <= versionCount, "no such version");
        require(msg.value == fee, "not the fee");
        emit DataAccessPaid(msg.sender, version, msg.value);
        Address.sendValue(payable(owner), msg.value);
    }

    /// @dev The event's `stake` is what the contributor has at stake here after this call; value sent along is a deposit of its
    /// own, so deposits - withdrawals - slashes is the balance without counting submissions.
    function _submit(address contributor, Submission calldata submission) private returns (uint256 contributionId) {
        require(submission.rowCount > 0, "no rows");
        contributionId = ++contributionCount;
        contributions[contributionId] = Contribution(contributor, Status.Submitted, submission.rowCount);
        if (msg.value > 0) {
            _deposit(contributor, msg.value);
        }
        emit ContributionSubmitted(
            contributionId,
            contributor,
            submission.contentRoot,
            submission.contentUri,
            submission.rowCount,
            submission.byteLength,
            submission.license,
            stakeOf[contributor]
        );
    }

    function _deposit(address contributor, uint256 amount) private {
        stakeOf[contributor] += amount;
        emit StakeDeposited(contributor, amount);
    }

    function _move(uint256 contributionId, Status from, Status to) private {
        require(contributions[contributionId].status == from, "wrong status");
        contributions[contributionId].status = to;
    }
}
